package dev.bolt.transport;

import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

/**
 * Carries an {@link SQLException} to the other side, where it has the same class, SQLState, vendor
 * code and message.
 *
 * <pre>
 *   class: byte │ SQLState: string or absent │ vendor code: int │ message: string │ batch counts
 * </pre>
 */
public final class SqlErrorCodec {

  private interface Factory {
    SQLException create(String message, String state, int vendorCode);
  }

  private record Kind(Class<? extends SQLException> type, Factory factory) {}

  // The index is the number on the wire: append only.
  private static final List<Kind> KINDS =
      List.of(
          new Kind(SQLException.class, SQLException::new),
          new Kind(SQLSyntaxErrorException.class, SQLSyntaxErrorException::new),
          new Kind(
              SQLIntegrityConstraintViolationException.class,
              SQLIntegrityConstraintViolationException::new),
          new Kind(SQLTransactionRollbackException.class, SQLTransactionRollbackException::new),
          new Kind(SQLTimeoutException.class, SQLTimeoutException::new),
          new Kind(SQLTransientConnectionException.class, SQLTransientConnectionException::new),
          new Kind(
              SQLNonTransientConnectionException.class, SQLNonTransientConnectionException::new),
          new Kind(
              SQLInvalidAuthorizationSpecException.class,
              SQLInvalidAuthorizationSpecException::new),
          new Kind(SQLFeatureNotSupportedException.class, SQLFeatureNotSupportedException::new),
          new Kind(SQLDataException.class, SQLDataException::new));

  private static final int BATCH = 255;

  private SqlErrorCodec() {}

  /** Writes an exception; its cause and stack stay behind. */
  public static void write(SQLException e, WireWriter out) {
    if (e instanceof BatchUpdateException batch) {
      out.putByte(BATCH);
      long[] counts = batch.getLargeUpdateCounts();
      out.putInt(counts.length);
      for (long count : counts) {
        out.putLong(count);
      }
    } else {
      out.putByte(kindOf(e));
    }
    out.putString(e.getSQLState() == null ? "" : e.getSQLState());
    out.putInt(e.getErrorCode());
    out.putString(String.valueOf(e.getMessage()));
  }

  /** Reads an exception. */
  public static SQLException read(WireReader in) throws ProtocolException {
    int kind = in.readByte() & 0xff;
    long[] counts = kind == BATCH ? readCounts(in) : null;
    String text = in.readString();
    String state = text.isEmpty() ? null : text;
    int vendorCode = in.readInt();
    String message = in.readString();
    if (counts != null) {
      return new BatchUpdateException(message, state, vendorCode, counts, null);
    }
    if (kind >= KINDS.size()) {
      throw new ProtocolException("Error of unknown class " + kind);
    }
    return KINDS.get(kind).factory().create(message, state, vendorCode);
  }

  private static long[] readCounts(WireReader in) throws ProtocolException {
    int length = in.readInt();
    if (length < 0 || length > in.remaining() / Long.BYTES) {
      throw new ProtocolException("Batch of " + length + " counts");
    }
    long[] counts = new long[length];
    for (int i = 0; i < length; i++) {
      counts[i] = in.readLong();
    }
    return counts;
  }

  private static int kindOf(SQLException e) {
    for (int i = 1; i < KINDS.size(); i++) {
      if (KINDS.get(i).type().isInstance(e)) {
        return i;
      }
    }
    return 0;
  }
}
