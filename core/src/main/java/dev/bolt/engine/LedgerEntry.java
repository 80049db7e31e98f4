package dev.bolt.engine;

import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What the {@link CommitLedger} keeps of an operation: who asked for it, and what was answered.
 *
 * <p>As bytes, little-endian, entries following each other:
 *
 * <pre>
 *   process: 8 │ session: 8 │ sequence: 8 │ update count: 8 │ length: 4 │ rest of the answer
 * </pre>
 *
 * @param client who asked for it
 * @param sequence the number that the client gave it; each is used once
 * @param updateCount the answer where it is a number, else -1
 * @param answer the rest of the answer as {@link LedgerAnswer} writes it
 */
record LedgerEntry(ClientId client, long sequence, long updateCount, byte[] answer) {

  private static final int BYTES_WITHOUT_ANSWER = 4 * Long.BYTES + Integer.BYTES;

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

  /** The number of bytes it takes. */
  int size() {
    return BYTES_WITHOUT_ANSWER + answer.length;
  }

  /** Entries as bytes. */
  static byte[] write(List<LedgerEntry> entries) {
    int size = entries.stream().mapToInt(LedgerEntry::size).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (LedgerEntry entry : entries) {
      out.putLong(entry.client.process()).putLong(entry.client.session());
      out.putLong(entry.sequence).putLong(entry.updateCount);
      out.putInt(entry.answer.length).put(entry.answer);
    }
    return out.array();
  }

  /** Entries from bytes. */
  static List<LedgerEntry> read(byte[] bytes) throws ProtocolException {
    WireReader in = new WireReader(ByteBuffer.wrap(bytes));
    List<LedgerEntry> entries = new ArrayList<>();
    while (in.remaining() > 0) {
      ClientId client = new ClientId(in.readLong(), in.readLong());
      entries.add(
          new LedgerEntry(client, in.readLong(), in.readLong(), in.readBytes(in.readInt())));
    }
    return entries;
  }
}
