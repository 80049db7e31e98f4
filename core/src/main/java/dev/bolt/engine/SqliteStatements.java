package dev.bolt.engine;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.sqlite.SQLiteConnection;

/**
 * The prepared statements of one SQLite session, least recently used first out.
 *
 * <p>A statement belongs to one result at a time, so it is taken and given back; of a text that is
 * taken already another one is prepared. SQLite itself prepares anew when the schema has changed.
 * Confined to the thread that uses the session.
 */
final class SqliteStatements implements AutoCloseable {

  private static final int CAPACITY = 128;

  private final SQLiteConnection connection;
  private final LinkedHashMap<String, SqlitePrepared> kept = new LinkedHashMap<>(16, 0.75f, true);

  SqliteStatements(SQLiteConnection connection) {
    this.connection = connection;
  }

  /**
   * Takes the statement of a text.
   *
   * @param keep whether to keep it for the next time
   */
  SqlitePrepared take(String sql, boolean keep) throws SQLException {
    SqlitePrepared statement = kept.get(sql);
    if (statement != null && !statement.taken()) {
      statement.setTaken(true);
      return statement;
    }
    SqlitePrepared fresh = new SqlitePrepared(sql, new SqliteStatement(connection, sql));
    if (keep && statement == null) {
      fresh.setKept(true);
      kept.put(sql, fresh);
      evict();
    }
    return fresh;
  }

  /** Gives back a statement whose rows are read. */
  void give(SqlitePrepared statement) throws SQLException {
    if (statement.kept()) {
      statement.setTaken(false);
    } else {
      statement.close();
    }
  }

  /** Gives back a statement that failed: the driver may have closed it. */
  void drop(SqlitePrepared statement) throws SQLException {
    if (statement.kept()) {
      kept.remove(statement.sql());
      statement.setKept(false);
    }
    statement.close();
  }

  private void evict() throws SQLException {
    if (kept.size() > CAPACITY) {
      Iterator<SqlitePrepared> eldest = kept.values().iterator();
      SqlitePrepared statement = eldest.next();
      eldest.remove();
      statement.setKept(false);
      if (!statement.taken()) {
        statement.close();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (SqlitePrepared statement : kept.values()) {
      statement.close();
    }
    kept.clear();
  }
}
