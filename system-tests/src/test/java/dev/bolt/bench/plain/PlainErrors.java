package dev.bolt.bench.plain;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/** The errors of plain drivers that a careful programmer tells apart. Stateless. */
final class PlainErrors {

  private static final int H2_CONCURRENT_UPDATE = 90131;

  private PlainErrors() {}

  /** Whether the file is open in another process. */
  static boolean isHeldByAnother(SQLException e) {
    return String.valueOf(e.getMessage()).contains("Could not set lock");
  }

  /** The same error with the SQLState of a conflict, where it is one that may be repeated. */
  static SQLException withState(SQLException e) {
    return isConflict(e)
        ? new SQLException(e.getMessage(), ErrorCode.SERIALIZATION_FAILURE.sqlState(), e)
        : e;
  }

  private static boolean isConflict(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return e.getErrorCode() == H2_CONCURRENT_UPDATE
        || message.contains("Conflict on ")
        || message.contains("write-write conflict");
  }
}
