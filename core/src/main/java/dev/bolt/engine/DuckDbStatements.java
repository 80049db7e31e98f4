package dev.bolt.engine;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * The prepared statements of one DuckDB session, least recently used first out.
 *
 * <p>Preparing costs as much as running a small statement, so what comes twice is kept. Statements
 * live only while no stream of theirs is open: a session has one stream at most and drains it
 * before the next statement. Confined to the thread that uses the session.
 */
final class DuckDbStatements implements AutoCloseable {

  private static final int CAPACITY = 64;

  private final DuckDBConnection connection;
  private final LinkedHashMap<String, PreparedStatement> prepared =
      new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, Boolean> seenOnce =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  DuckDbStatements(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** The prepared statement of a text, prepared now if it is not kept. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement != null) {
      return statement;
    }
    statement = connection.prepareStatement(sql);
    prepared.put(sql, statement);
    evict();
    return statement;
  }

  /**
   * The prepared statement of a text without parameters, or null when it comes for the first time
   * and is better run directly.
   */
  PreparedStatement prepareIfRepeated(String sql) throws SQLException {
    if (prepared.containsKey(sql) || seenOnce.remove(sql) != null) {
      return prepare(sql);
    }
    seenOnce.put(sql, Boolean.TRUE);
    return null;
  }

  /** Forgets a statement that failed: the driver has closed it. */
  void forget(String sql) throws SQLException {
    PreparedStatement statement = prepared.remove(sql);
    if (statement != null) {
      statement.close();
    }
  }

  private void evict() throws SQLException {
    if (prepared.size() > CAPACITY) {
      Iterator<PreparedStatement> eldest = prepared.values().iterator();
      PreparedStatement statement = eldest.next();
      eldest.remove();
      statement.close();
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }
}
