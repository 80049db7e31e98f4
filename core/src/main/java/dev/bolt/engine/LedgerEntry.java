package dev.bolt.engine;

/**
 * A row of the {@link CommitLedger}: an operation of a client, and what it was answered.
 *
 * @param client who asked for it
 * @param sequence the number that the client gave it; each is used once
 * @param updateCount the answer where it is a number, else -1
 * @param answer the rest of the answer as {@link LedgerAnswer} writes it
 */
record LedgerEntry(ClientId client, long sequence, long updateCount, byte[] answer) {

  /** An operation that has not been answered yet. */
  LedgerEntry(ClientId client, long sequence) {
    this(client, sequence, -1, LedgerAnswer.NONE);
  }

  /** The same, answered with a number. */
  LedgerEntry counting(long count) {
    return new LedgerEntry(client, sequence, count, LedgerAnswer.NONE);
  }

  /** The same, answered with a number and more. */
  LedgerEntry answered(long count, byte[] rest) {
    return new LedgerEntry(client, sequence, count, rest);
  }
}
