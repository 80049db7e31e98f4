package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SettingStatement;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of a session on an instance that others share. Stateless.
 *
 * <p>DuckDB takes {@code SET threads = 1} for the whole instance. Here a SET without a scope is one
 * of the session; the engine itself knows which settings cannot be, and those need SET GLOBAL.
 */
final class DuckDbSettings {

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbSettings.class);

  private DuckDbSettings() {}

  /** Gives a new session what its client brings. */
  static void adopt(DuckDBConnection connection, SessionContext context, Path hostDirectory)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!context.zone().equals(ZoneId.systemDefault())) {
        adoptZone(statement, context.zone());
      }
      if (!context.workingDirectory().equals(hostDirectory)) {
        set(statement, "file_search_path", context.workingDirectory().toString());
      }
      for (Map.Entry<String, String> setting : context.settings().entrySet()) {
        set(statement, setting.getKey(), setting.getValue());
      }
    }
  }

  private static void adoptZone(Statement statement, ZoneId zone) {
    try {
      set(statement, "TimeZone", zone.getId());
    } catch (SQLException e) {
      // Java knows zones that the engine does not (GMT+02:00); the session keeps the host's.
      LOG.warn("The engine does not know the client's time zone {}: {}", zone, e.getMessage());
    }
  }

  private static void set(Statement statement, String name, String value) throws SQLException {
    statement.execute("SET SESSION " + name + " = '" + value.replace("'", "''") + "'");
  }

  /** The statement with the scope that it gets here. */
  static SqlStatement scoped(SqlStatement statement) {
    return statement.kind() == StatementKind.SET
        ? SettingStatement.inSession(statement)
        : statement;
  }

  /** Explains the engine's refusal to set for one session what belongs to the instance. */
  static SQLException explain(SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (!message.contains("cannot be set locally")
        && !message.contains("cannot be reset locally")) {
      return e;
    }
    return ErrorCode.INVALID_OPTION.exception(
        message.lines().findFirst().orElse("")
            + ": it belongs to the one engine that all processes share. Write SET GLOBAL to change it"
            + " for all of them, or give it in the URL of whoever opens the database first",
        e);
  }

  /**
   * Has the statements of a connection planned as they are written. The optimizer takes a third of
   * the time of a small statement, and finds nothing in rows of parameters and literals.
   */
  static void planWithoutOptimizer(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION enable_optimizer = false");
    }
  }
}
