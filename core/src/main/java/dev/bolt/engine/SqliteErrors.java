package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Errors of SQLite, by its extended result code; and, for the many errors of a statement that share
 * SQLITE_ERROR, by the message. Stateless.
 */
final class SqliteErrors {

  /** By the name of the result code, without its prefix. */
  private static final ErrorRules CODES =
      new ErrorRules()
          .add("BUSY_SNAPSHOT", ErrorCode.SERIALIZATION_FAILURE)
          .add("BUSY|LOCKED|PROTOCOL", ErrorCode.LOCK_TIMEOUT)
          .add("CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)", ErrorCode.UNIQUE_VIOLATION)
          .add("CONSTRAINT_NOTNULL", ErrorCode.NOT_NULL_VIOLATION)
          .add("CONSTRAINT_FOREIGNKEY", ErrorCode.FOREIGN_KEY_VIOLATION)
          .add("CONSTRAINT_CHECK", ErrorCode.CHECK_VIOLATION)
          .add("CONSTRAINT_DATATYPE", ErrorCode.DATA)
          .add("CONSTRAINT", ErrorCode.CONSTRAINT_VIOLATION)
          .add("MISMATCH|TOOBIG", ErrorCode.DATA)
          .add("RANGE", ErrorCode.INVALID_ARGUMENT)
          .add("READONLY_DBMOVED", ErrorCode.IO)
          .add("READONLY", ErrorCode.READ_ONLY)
          .add("INTERRUPT", ErrorCode.INTERRUPTED)
          .add("NOMEM|IOERR_NOMEM", ErrorCode.OUT_OF_MEMORY)
          .add("FULL", ErrorCode.DISK_FULL)
          .add("NOTADB|CORRUPT|IOERR_CORRUPTFS", ErrorCode.CORRUPT)
          .add("IOERR", ErrorCode.IO)
          .add("CANTOPEN", ErrorCode.CANNOT_OPEN)
          .add("AUTH|PERM", ErrorCode.INVALID_STATEMENT)
          .add("ABORT_ROLLBACK", ErrorCode.TRANSACTION_ABORTED);

  private static final ErrorRules MESSAGES =
      new ErrorRules()
          .add("near \".*\": syntax error", ErrorCode.SYNTAX)
          .add("incomplete input|unrecognized token", ErrorCode.SYNTAX)
          .add("no such savepoint", ErrorCode.TRANSACTION_STATE)
          .add("cannot .* (within a|no) transaction", ErrorCode.TRANSACTION_STATE)
          .add("no such column|table .* has no column named", ErrorCode.UNKNOWN_COLUMN)
          .add("no such (function|module|collation)", ErrorCode.INVALID_STATEMENT)
          .add("no such |unknown database", ErrorCode.UNKNOWN_TABLE)
          .add("duplicate column name|there is already", ErrorCode.DUPLICATE_OBJECT)
          .add("(table|index|view|trigger) .* already exists", ErrorCode.DUPLICATE_OBJECT)
          .add("integer overflow|malformed JSON", ErrorCode.DATA);

  private SqliteErrors() {}

  static ErrorCode code(SQLException e) {
    if (e instanceof SQLFeatureNotSupportedException) {
      return ErrorCode.NOT_SUPPORTED;
    }
    String message = String.valueOf(e.getMessage());
    if (!(e instanceof SQLiteException engine)) {
      return ofDriver(message);
    }
    SQLiteErrorCode result = engine.getResultCode();
    return result == SQLiteErrorCode.SQLITE_ERROR
        ? MESSAGES.code(message.substring(message.indexOf('(') + 1), ErrorCode.INVALID_STATEMENT)
        : CODES.code(result.name().replaceFirst("^SQLITE_", ""), ErrorCode.ENGINE);
  }

  /** The driver's own errors have neither a state nor a number. */
  private static ErrorCode ofDriver(String message) {
    return message.contains("closed") ? ErrorCode.CLOSED : ErrorCode.ENGINE;
  }
}
