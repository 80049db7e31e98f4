package dev.bolt;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/**
 * Every failure that Bolt reports: its number on the wire, its SQLState and whether it may be
 * retried.
 *
 * <p>The vendor code of an exception ({@link SQLException#getErrorCode()}) is the engine's own
 * where the engine has one, else {@link #number()}. Numbers are never reused.
 */
public enum ErrorCode {
  /** The statement is not valid SQL. */
  SYNTAX(1001, "42601", Retry.NEVER),
  /** The statement names a table, view or other object that does not exist. */
  UNKNOWN_TABLE(1002, "42P01", Retry.NEVER),
  /** The statement names a column that does not exist. */
  UNKNOWN_COLUMN(1003, "42703", Retry.NEVER),
  /** The object exists already. */
  DUPLICATE_OBJECT(1004, "42P07", Retry.NEVER),
  /** The statement cannot be bound for another reason: types, functions, arguments. */
  INVALID_STATEMENT(1005, "42000", Retry.NEVER),
  /** A value cannot be converted or is out of range. */
  DATA(1006, "22000", Retry.NEVER),
  /** A unique or primary key constraint is violated. */
  UNIQUE_VIOLATION(1010, "23505", Retry.NEVER),
  /** A column that must not be null would be. */
  NOT_NULL_VIOLATION(1011, "23502", Retry.NEVER),
  /** A foreign key constraint is violated. */
  FOREIGN_KEY_VIOLATION(1012, "23503", Retry.NEVER),
  /** A CHECK constraint is violated. */
  CHECK_VIOLATION(1013, "23514", Retry.NEVER),
  /** A constraint is violated that the engine does not name more closely. */
  CONSTRAINT_VIOLATION(1014, "23000", Retry.NEVER),
  /** The transaction lost a conflict with another one and was rolled back; run it again. */
  SERIALIZATION_FAILURE(1020, "40001", Retry.TRANSACTION),
  /** The transaction was rolled back by an earlier error; it must be ended by a rollback. */
  TRANSACTION_ABORTED(1021, "25P02", Retry.NEVER),
  /** A transaction is open already, or none is, where the statement needs the contrary. */
  TRANSACTION_STATE(1022, "25001", Retry.NEVER),
  /** The statement writes and the transaction, the connection or the file is read-only. */
  READ_ONLY(1023, "25006", Retry.NEVER),
  /** The transaction was open for longer than it may be, and was rolled back. */
  TRANSACTION_TIMEOUT(1024, "25P04", Retry.NEVER),
  /** The statement was cancelled, or its query timeout passed. */
  INTERRUPTED(1030, "57014", Retry.NEVER),
  /** The engine ran out of memory. */
  OUT_OF_MEMORY(1031, "53200", Retry.NEVER),
  /** The disk is full. */
  DISK_FULL(1032, "53100", Retry.NEVER),
  /** The engine could not read or write a file. */
  IO(1033, "58030", Retry.NEVER),
  /** The file is damaged or not a database. */
  CORRUPT(1034, "XX001", Retry.NEVER),
  /** The transaction is committed, but the disk failed then, and a power cut may undo it. */
  DURABILITY_UNKNOWN(1035, "58B01", Retry.NEVER),
  /** The engine reports an error of its own that has no closer name. */
  ENGINE(1040, "HY000", Retry.NEVER),
  /** The engine met a fatal error in this call, and must be opened again. */
  ENGINE_FAILED(1041, "XX000", Retry.NEVER),
  /** The engine met a fatal error before, must be opened again, and has not begun this call. */
  ENGINE_UNUSABLE(1042, "XX000", Retry.CONNECTION),
  /** As {@link #ENGINE_FAILED}, and it did because the disk is full. */
  ENGINE_FAILED_DISK_FULL(1043, "XX000", Retry.NEVER),
  /** The engine met a fatal error in another call, while it committed what this one wrote. */
  ENGINE_FAILED_MEANWHILE(1044, "XX000", Retry.NEVER),
  /** The feature is not supported. */
  NOT_SUPPORTED(1050, "0A000", Retry.NEVER),
  /** An argument of a call is out of its range. */
  INVALID_ARGUMENT(1051, "22023", Retry.NEVER),
  /** The object was used after it was closed. */
  CLOSED(1052, "08003", Retry.NEVER),
  /** The session was closed since nobody had used it for too long; open it again. */
  SESSION_EXPIRED(1053, "57P05", Retry.NEVER),
  /** An option or URL is not valid. */
  INVALID_OPTION(1060, "HY024", Retry.NEVER),
  /** The engine of the database is not on the class path. */
  ENGINE_MISSING(1061, "08001", Retry.NEVER),
  /** The database cannot be opened: no such folder, not a database, no permission. */
  CANNOT_OPEN(1062, "08001", Retry.NEVER),
  /** Another process holds the database and did not let go within the lock timeout. */
  LOCK_TIMEOUT(1063, "55P03", Retry.CONNECTION),
  /** The one who joins differs from the host in options, engine version or protocol. */
  MISMATCH(1064, "08004", Retry.NEVER),
  /** The peer is another user, or does not know the token of the host. */
  NOT_AUTHORIZED(1065, "28000", Retry.NEVER),
  /** Owners of locks wait for each other, and this one was chosen to give up; let go and repeat. */
  DEADLOCK(1066, "40P01", Retry.TRANSACTION),
  /** A lock is not in the state that the call needs: it was lost, or is held in another mode. */
  LOCK_STATE(1067, "55000", Retry.NEVER),
  /** The table of locks has no place for one more lock or process. */
  TOO_MANY_LOCKS(1068, "53400", Retry.CONNECTION),
  /** The connection to the host was lost before the statement reached it; nothing was done. */
  CONNECTION_LOST(1070, "08006", Retry.CONNECTION),
  /** The host was lost while a write was under way; whether it was committed is not known. */
  OUTCOME_UNKNOWN(1071, "08007", Retry.NEVER),
  /** A cursor, temporary table or other state of a session was lost with its host. */
  SESSION_STATE_LOST(1072, "08006", Retry.NEVER),
  /** The operation is committed, but its answer was too long to be given again. */
  RESULT_LOST(1073, "08B01", Retry.NEVER),
  /** The host cannot keep the outcome of the operation; it has not run it. Between Bolts only. */
  NOT_COVERED(1074, "08B02", Retry.CONNECTION),
  /** The other side sent a frame that the protocol does not allow. */
  PROTOCOL(1080, "08P01", Retry.NEVER),
  /** All connections of a pool are in use, or too many calls wait for one. */
  POOL_EXHAUSTED(1090, "53300", Retry.NEVER);

  /** What may be done again after a failure. */
  public enum Retry {
    /** Nothing: the same call fails again, or may already have happened. */
    NEVER,
    /** The whole transaction; nothing of it is visible. */
    TRANSACTION,
    /** The call; it never reached the database. */
    CONNECTION
  }

  private final int number;
  private final String sqlState;
  private final Retry retry;

  ErrorCode(int number, String sqlState, Retry retry) {
    this.number = number;
    this.sqlState = sqlState;
    this.retry = retry;
  }

  /** The number that stands for this code on the wire. */
  public int number() {
    return number;
  }

  /** The five characters that {@link SQLException#getSQLState()} returns. */
  public String sqlState() {
    return sqlState;
  }

  /** What may be done again after this failure. */
  public Retry retry() {
    return retry;
  }

  /** Whether a failure has the SQLState of this code; some codes share one. */
  public boolean is(SQLException failure) {
    return sqlState.equals(failure.getSQLState());
  }

  /** The code with a number, or {@link #ENGINE} when a newer peer sent one unknown here. */
  public static ErrorCode ofNumber(int number) {
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return ENGINE;
  }

  /**
   * The code of a failure, or empty when its SQLState is none of Bolt's.
   *
   * <p>Where several codes have that SQLState, the number of the failure tells which it is; where
   * it does not, the answer is one after which nothing may be done again.
   */
  public static Optional<ErrorCode> of(SQLException failure) {
    ErrorCode found = null;
    for (ErrorCode code : values()) {
      if (code.is(failure)) {
        if (code.number == failure.getErrorCode()) {
          return Optional.of(code);
        }
        found = found == null || code.retry == Retry.NEVER ? code : found;
      }
    }
    return Optional.ofNullable(found);
  }

  /** An exception of this code, of the {@code java.sql} subclass that fits its SQLState. */
  public SQLException exception(String message) {
    return exception(message, number, null);
  }

  /** An exception of this code with the failure that led to it. */
  public SQLException exception(String message, Throwable cause) {
    return exception(message, number, cause);
  }

  /**
   * An exception of this code that carries the engine's own error number.
   *
   * @param vendorCode the engine's number, for {@link SQLException#getErrorCode()}
   * @param cause the failure that led to it, or null
   */
  public SQLException exception(String message, int vendorCode, Throwable cause) {
    return switch (this) {
      case SYNTAX, UNKNOWN_TABLE, UNKNOWN_COLUMN, DUPLICATE_OBJECT, INVALID_STATEMENT ->
          new SQLSyntaxErrorException(message, sqlState, vendorCode, cause);
      case UNIQUE_VIOLATION,
          NOT_NULL_VIOLATION,
          FOREIGN_KEY_VIOLATION,
          CHECK_VIOLATION,
          CONSTRAINT_VIOLATION ->
          new SQLIntegrityConstraintViolationException(message, sqlState, vendorCode, cause);
      case SERIALIZATION_FAILURE, DEADLOCK ->
          new SQLTransactionRollbackException(message, sqlState, vendorCode, cause);
      case LOCK_TIMEOUT, INTERRUPTED, TRANSACTION_TIMEOUT ->
          new SQLTimeoutException(message, sqlState, vendorCode, cause);
      case CONNECTION_LOST, POOL_EXHAUSTED ->
          new SQLTransientConnectionException(message, sqlState, vendorCode, cause);
      case CLOSED, SESSION_EXPIRED, CANNOT_OPEN, ENGINE_MISSING, MISMATCH, PROTOCOL ->
          new SQLNonTransientConnectionException(message, sqlState, vendorCode, cause);
      case NOT_AUTHORIZED ->
          new SQLInvalidAuthorizationSpecException(message, sqlState, vendorCode, cause);
      case NOT_SUPPORTED ->
          new SQLFeatureNotSupportedException(message, sqlState, vendorCode, cause);
      default -> new SQLException(message, sqlState, vendorCode, cause);
    };
  }
}
