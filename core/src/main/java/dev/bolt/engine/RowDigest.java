package dev.bolt.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * What rows of SQLite say, in little space: each value with its storage class, in the order they
 * came.
 *
 * <p>Most results are short: those are kept as they are, which costs less than to digest them. Two
 * of the same rows are the same, since both change over to a digest at the same byte. Confined to
 * one thread.
 */
final class RowDigest {

  private static final int FIRST_BYTES = 64;
  private static final int MOST_BYTES = 4096;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private MessageDigest digest;
  private long rows;

  /** Adds the row on which a statement stands. */
  void add(CoreStatement statement) throws SQLException {
    statement.pointer.safeRunConsume(this::addRow);
    rows++;
  }

  /** The number of rows. */
  long rows() {
    return rows;
  }

  /** Whether two are of the same rows. Neither can be added to afterwards. */
  boolean sameAs(RowDigest other) {
    return rows == other.rows && Arrays.equals(result(), other.result());
  }

  private byte[] result() {
    if (digest == null) {
      return Arrays.copyOf(bytes, length);
    }
    flush();
    return digest.digest();
  }

  private void addRow(DB database, long row) throws SQLException {
    int columns = database.column_count(row);
    for (int column = 0; column < columns; column++) {
      int storageClass = database.column_type(row, column);
      makeRoom(1);
      bytes[length++] = (byte) storageClass;
      switch (storageClass) {
        case Codes.SQLITE_INTEGER -> add(database.column_long(row, column));
        case Codes.SQLITE_FLOAT ->
            add(Double.doubleToRawLongBits(database.column_double(row, column)));
        case Codes.SQLITE_TEXT ->
            add(database.column_text(row, column).getBytes(StandardCharsets.UTF_8));
        case Codes.SQLITE_BLOB -> add(database.column_blob(row, column));
        default -> {
          // NULL says nothing more.
        }
      }
    }
  }

  private void add(long value) {
    makeRoom(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  // The driver gives null for an empty blob.
  private void add(byte[] value) {
    if (value == null) {
      add(0);
      return;
    }
    add((long) value.length);
    if (value.length > MOST_BYTES) {
      flush();
      digest.update(value);
    } else {
      makeRoom(value.length);
      System.arraycopy(value, 0, bytes, length, value.length);
      length += value.length;
    }
  }

  private void makeRoom(int more) {
    if (length + more > MOST_BYTES) {
      flush();
    }
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, Math.max(2 * bytes.length, length + more)));
    }
  }

  private void flush() {
    if (digest == null) {
      digest = sha256();
    }
    digest.update(bytes, 0, length);
    length = 0;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
