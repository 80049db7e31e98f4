package dev.bolt.engine;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A SQLite file for a test, and short words for what tests do with it. */
final class SqliteFile implements AutoCloseable {

  static final WalSwitchLock NO_LOCK = () -> Optional.of(() -> {});
  static final WriteGates NO_GATES = file -> Optional.empty();
  static final SharedSyncs NO_SYNCS = file -> Optional.empty();
  static final ExecuteOptions READ_ONLY =
      new ExecuteOptions(true, true, false, 0, null, ExecuteOptions.GeneratedKeys.NONE);

  private final SqliteEngine engine;

  private SqliteFile(SqliteEngine engine) {
    this.engine = engine;
  }

  static SqliteFile open(Path file) throws Exception {
    return open(file, Map.of(), Duration.ofSeconds(30));
  }

  static SqliteFile open(Path file, Map<String, String> pragmas, Duration timeout)
      throws Exception {
    return new SqliteFile(
        SqliteEngine.open(
            DatabaseId.of(file), pragmas, false, timeout, NO_LOCK, NO_GATES, NO_SYNCS));
  }

  SqliteEngine engine() {
    return engine;
  }

  EngineSession session() throws SQLException {
    return engine.openSession(SessionContext.ofThisProcess());
  }

  static SqlStatement statement(String sql) {
    return Sql.split(sql, EngineKind.SQLITE).get(0);
  }

  /** Runs a statement in auto-commit and returns its update count. */
  static long run(EngineSession session, String sql, Object... parameters) throws SQLException {
    return run(session, ExecuteOptions.AUTO_COMMIT, sql, parameters);
  }

  /** Runs a statement with auto-commit off and returns its update count. */
  static long runInTransaction(EngineSession session, String sql, Object... parameters)
      throws SQLException {
    return run(session, ExecuteOptions.IN_TRANSACTION, sql, parameters);
  }

  static long run(EngineSession session, ExecuteOptions options, String sql, Object... parameters)
      throws SQLException {
    Reply reply = session.execute(statement(sql), parameters, options);
    if (reply.hasRows()) {
      reply.cursor().close();
    }
    return reply.updateCount();
  }

  /** The first column of all rows of a query with auto-commit off. */
  static List<Object> columnInTransaction(EngineSession session, String sql, Object... parameters)
      throws SQLException {
    return column(
        session.execute(statement(sql), parameters, ExecuteOptions.IN_TRANSACTION).cursor());
  }

  /** The first column of all rows of a query. */
  static List<Object> column(EngineSession session, String sql, Object... parameters)
      throws SQLException {
    return column(session.execute(statement(sql), parameters, ExecuteOptions.AUTO_COMMIT).cursor());
  }

  static List<Object> column(Cursor cursor) throws SQLException {
    List<Object> values = new ArrayList<>();
    try (Cursor.Native rows = (Cursor.Native) cursor) {
      while (rows.next()) {
        values.add(rows.resultSet().getObject(1));
      }
    }
    return values;
  }

  /** A query that never ends. */
  static String endless() {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  }

  @Override
  public void close() throws SQLException {
    engine.close();
  }
}
