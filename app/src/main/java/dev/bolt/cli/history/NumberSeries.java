package dev.bolt.cli.history;

/**
 * Numbers that no other client uses: of {@code n} clients, client {@code c} has {@code c}, {@code c
 * + n}, {@code c + 2n}, … Confined to one thread.
 */
final class NumberSeries {

  private final int clients;
  private long next;

  NumberSeries(int client, int clients) {
    this.clients = clients;
    next = client;
  }

  long next() {
    long number = next;
    next += clients;
    return number;
  }
}
