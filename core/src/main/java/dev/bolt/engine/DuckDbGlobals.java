package dev.bolt.engine;

import dev.bolt.sql.SettingStatement;
import dev.bolt.sql.SqlStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SET GLOBAL has changed of an instance: the last statement for each setting, in the order in
 * which they were run, so that the next instance of the file can be brought to the same.
 *
 * <p>The text of a statement is kept, and not the value that the engine reads back, which it rounds
 * for sizes. Thread-safe.
 */
final class DuckDbGlobals {

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbGlobals.class);

  private final DuckDBConnection connection;
  private final Map<String, String> statements = new LinkedHashMap<>();
  private DuckDbEngine.SettingsListener listener = settings -> {};

  DuckDbGlobals(DuckDBConnection connection) {
    this.connection = connection;
  }

  synchronized void listener(DuckDbEngine.SettingsListener changed) {
    listener = changed;
  }

  /** A statement has been run that may have set something for all. */
  synchronized void executed(SqlStatement statement, Object[] parameters) throws SQLException {
    SettingStatement setting = SettingStatement.of(statement);
    if (setting.scope() == SettingStatement.Scope.GLOBAL) {
      put(setting, parameters.length == 0 ? statement.text() : readBack(setting.name()));
      listener.changed(List.copyOf(statements.values()));
    }
  }

  private String readBack(String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet value =
            statement.executeQuery("SELECT current_setting(" + quoted(name, '\'') + ")::VARCHAR")) {
      value.next();
      return "SET GLOBAL " + quoted(name, '"') + " = " + quoted(value.getString(1), '\'');
    }
  }

  private static String quoted(String text, char quote) {
    String one = String.valueOf(quote);
    return one + text.replace(one, one + one) + one;
  }

  /** Runs what was run in an earlier instance. What this one refuses is logged, and kept. */
  synchronized void restore(List<SqlStatement> earlier) {
    for (SqlStatement statement : earlier) {
      SettingStatement setting = SettingStatement.of(statement);
      put(setting, statement.text());
      try (Statement run = connection.createStatement()) {
        run.execute(statement.text());
      } catch (SQLException e) {
        // Not the whole statement: a value may be a secret.
        LOG.warn(
            "The setting {}, which was made for all sessions, could not be made again: {}",
            setting.name(),
            e.getMessage());
      }
    }
  }

  // Removed first, so that the order is that of the last change.
  private void put(SettingStatement setting, String text) {
    String name = setting.name().toLowerCase(Locale.ROOT);
    statements.remove(name);
    statements.put(name, text);
  }
}
