package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives every error of an engine a code of {@link ErrorCode}, and so an SQLState: the one table for
 * both engines. Stateless.
 *
 * <p>The message stays the engine's, the error code of the vendor too, and the engine's exception
 * is the cause. An exception that has a state of Bolt's already passes unchanged.
 *
 * <p>This class can be loaded where only one of the engines is on the class path.
 */
final class EngineErrors {
  private static final Set<String> STATES =
      Arrays.stream(ErrorCode.values()).map(ErrorCode::sqlState).collect(Collectors.toSet());

  private EngineErrors() {}

  /** The error of DuckDB with its code. */
  static SQLException duckdb(SQLException e) {
    return coded(e) ? e : with(DuckDbErrors.code(e), e);
  }

  /** The error of DuckDB that kept a database from being opened, with its code. */
  static SQLException duckdbOpening(SQLException e) {
    return coded(e) ? e : UnknownDuckDbOption.explained(with(opening(DuckDbErrors.code(e)), e));
  }

  /** The error of SQLite with its code. */
  static SQLException sqlite(SQLException e) {
    return coded(e) ? e : with(SqliteErrors.code(e), e);
  }

  /** The error of SQLite that kept a database from being opened, with its code. */
  static SQLException sqliteOpening(SQLException e) {
    return coded(e) ? e : with(opening(SqliteErrors.code(e)), e);
  }

  private static boolean coded(SQLException e) {
    return e.getSQLState() != null && STATES.contains(e.getSQLState());
  }

  /** A file that cannot be read is an error of the statement later on, but of opening here. */
  private static ErrorCode opening(ErrorCode code) {
    return code == ErrorCode.IO ? ErrorCode.CANNOT_OPEN : code;
  }

  private static SQLException with(ErrorCode code, SQLException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return e.getErrorCode() == 0
        ? code.exception(message, e)
        : code.exception(message, e.getErrorCode(), e);
  }
}
