package dev.bolt.cli.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Where the clients of a run write their histories, a file for each that does anything.
 *
 * @param path the folder
 * @param clients how many clients there can be; they are numbered from 0
 */
public record HistoryFolder(Path path, int clients) {

  // Of two events at a time the beginning of a transaction comes first: the two overlap.
  private static final Comparator<Head> BY_TIME =
      Comparator.<Head>comparingLong(head -> head.event.time())
          .thenComparing(head -> head.event.type());

  /** The history that a client writes. */
  public ClientHistory of(int client) {
    return new ClientHistory(file(client), client, clients);
  }

  private Path file(int client) {
    return path.resolve("history-" + client + ".json");
  }

  /**
   * Writes one history of all clients, in the order of time, which begins at 0.
   *
   * @throws IllegalArgumentException when a client wrote what is no event
   */
  public void merge(Path target) throws IOException {
    PriorityQueue<Head> heads = new PriorityQueue<>(BY_TIME);
    try (BufferedWriter out = Files.newBufferedWriter(target)) {
      for (int client = 0; client < clients; client++) {
        if (Files.exists(file(client))) {
          push(heads, new EventReader(file(client)));
        }
      }
      long start = heads.isEmpty() ? 0 : heads.peek().event.time();
      for (long index = 0; !heads.isEmpty(); index++) {
        Head head = heads.poll();
        out.write(EventLine.of(head.event.at(head.event.time() - start), index) + "\n");
        push(heads, head.rest);
      }
    } finally {
      for (Head head : heads) {
        head.rest.close();
      }
    }
  }

  private static void push(PriorityQueue<Head> heads, EventReader reader) throws IOException {
    Optional<Event> next = reader.next();
    if (next.isPresent()) {
      heads.add(new Head(next.get(), reader));
    } else {
      reader.close();
    }
  }

  /** The first event of a client that is not yet written, and those behind it. */
  private record Head(Event event, EventReader rest) {}
}
