package dev.bolt.engine;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * Switches a SQLite file to a journal mode.
 *
 * <p>The switch needs the file for itself, and SQLite does not wait for that where two who read the
 * file want it: it refuses both. So one process at a time tries, and tries again. Stateless.
 */
final class SqliteJournal {

  private SqliteJournal() {}

  /**
   * Sees to it that the file is in a mode. Where that is WAL, the connection has the WAL open from
   * then on, so that SQLite keeps the {@code -wal} file, and others from leaving the mode, until it
   * is closed.
   *
   * @return the mode it is in now, in lower case: SQLite keeps another where the file system cannot
   *     do it
   */
  static String require(
      SQLiteConnection connection, String mode, LockWait locks, WalSwitchLock switchLock)
      throws SQLException {
    return locks.run(
        () -> true,
        () -> {
          String now = ask(connection, "PRAGMA journal_mode");
          String then = mode.equalsIgnoreCase(now) ? now : change(connection, mode, switchLock);
          // A read, unlike the switch.
          ask(connection, "PRAGMA schema_version");
          return then;
        });
  }

  private static String change(SQLiteConnection connection, String mode, WalSwitchLock switchLock)
      throws SQLException {
    try {
      Optional<WalSwitchLock.Held> lock = switchLock.tryAcquire();
      if (lock.isEmpty()) {
        throw DB.newSQLException(
            SQLiteErrorCode.SQLITE_BUSY.code, "another process switches the journal mode");
      }
      try (WalSwitchLock.Held held = lock.get()) {
        return held == null ? null : ask(connection, "PRAGMA journal_mode = " + mode);
      }
    } catch (IOException e) {
      throw new SQLException("The lock for the switch of the journal mode failed: " + e, e);
    }
  }

  /** What the first column of the first row says, in lower case. */
  static String ask(SQLiteConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() ? answer.getString(1).toLowerCase(Locale.ROOT) : "";
    }
  }
}
