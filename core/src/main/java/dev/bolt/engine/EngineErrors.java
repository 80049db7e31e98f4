package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.nio.file.Path;
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

  /** The error of DuckDB that kept a file from being opened, with its code and the file. */
  static SQLException duckdbOpening(Path file, SQLException e) {
    return coded(e) ? e : UnknownDuckDbOption.explained(opening(DuckDbErrors.code(e), file, e));
  }

  /** The error of SQLite with its code. */
  static SQLException sqlite(SQLException e) {
    return coded(e) ? e : with(SqliteErrors.code(e), e);
  }

  /** The error of SQLite that kept a file from being opened, with its code and the file. */
  static SQLException sqliteOpening(Path file, SQLException e) {
    return coded(e) ? e : opening(SqliteErrors.code(e), file, e);
  }

  /**
   * Whether a coded error is a conflict or a violated constraint. A COMMIT that fails of these has
   * not happened; of others it may have.
   */
  static boolean isAboutTheRows(SQLException e) {
    return ErrorCode.SERIALIZATION_FAILURE.is(e) || e.getSQLState().startsWith("23");
  }

  private static boolean coded(SQLException e) {
    return e.getSQLState() != null && STATES.contains(e.getSQLState());
  }

  private static SQLException opening(ErrorCode code, Path file, SQLException e) {
    return switch (code) {
      case CORRUPT ->
          with(
              code,
              file
                  + " is damaged or no database. Correct the path, or bring the file back from a"
                  + " copy: "
                  + message(e),
              e);
      // A file that cannot be read is an error of the statement later on, but of opening here.
      case IO, CANNOT_OPEN ->
          with(ErrorCode.CANNOT_OPEN, file + " cannot be opened: " + message(e), e);
      default -> with(code, e);
    };
  }

  private static SQLException with(ErrorCode code, SQLException e) {
    return with(code, message(e), e);
  }

  private static SQLException with(ErrorCode code, String message, SQLException e) {
    return e.getErrorCode() == 0
        ? code.exception(message, e)
        : code.exception(message, e.getErrorCode(), e);
  }

  private static String message(SQLException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
