package dev.bolt.engine;

import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.sqlite.SQLiteConnection;

/**
 * The two PRAGMAs of a connection that the session itself uses, and what the client has set them
 * to: {@code query_only} and {@code busy_timeout}. Confined to the thread that uses the session.
 */
final class SqlitePragmas {

  private final SQLiteConnection connection;
  private final LockWait locks;
  private boolean queryOnly;
  private boolean queryOnlyByClient;

  SqlitePragmas(SQLiteConnection connection, LockWait locks) {
    this.connection = connection;
    this.locks = locks;
  }

  /** Makes the engine refuse writes, or take them again. */
  void refuseWrites(boolean refuse) throws SQLException {
    boolean wanted = refuse || queryOnlyByClient;
    if (wanted != queryOnly) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = " + wanted);
      }
      queryOnly = wanted;
    }
  }

  /** Whether a PRAGMA takes part in transactions, where most others do not work within one. */
  static boolean transactional(SqlStatement statement) {
    String text = statement.text().toLowerCase(Locale.ROOT);
    return text.contains("user_version") || text.contains("application_id");
  }

  /** Learns what a PRAGMA of the client has changed. */
  void learn(SqlStatement statement) throws SQLException {
    if (statement.kind() != StatementKind.PRAGMA) {
      return;
    }
    String text = statement.text().toLowerCase(Locale.ROOT);
    if (text.contains("query_only") && (text.contains("=") || text.contains("("))) {
      queryOnlyByClient = read("PRAGMA query_only") != 0;
      queryOnly = queryOnlyByClient;
    }
    if (text.contains("busy_timeout")) {
      int millis = read("PRAGMA busy_timeout");
      if (millis != LockWait.SLICE_MILLIS) {
        locks.setTimeout(Duration.ofMillis(millis));
        connection.setBusyTimeout(Math.min(millis, LockWait.SLICE_MILLIS));
      }
    }
  }

  private int read(String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery(pragma)) {
      return value.next() ? value.getInt(1) : 0;
    }
  }
}
