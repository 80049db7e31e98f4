package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import dev.bolt.engine.Reply;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A statement. Usable again after an error.
 *
 * <p>A text may hold several statements. They all run, one after the other, and their results are
 * handed out in order by {@link #getMoreResults()}. When one fails, those before it stand if each
 * was a transaction of its own, and the error says which it was. {@link #executeQuery} returns the
 * rows of the first that has rows; {@link #executeUpdate} the sum of the counts. The query timeout
 * is for each statement by itself. In SQLite, rows that are not read yet may show what later
 * statements of the connection changed.
 *
 * <p>The statements of a batch that were added as texts run like those of one text: in auto-commit
 * mode each is a transaction of its own, and the first failure ends the batch.
 */
class BoltStatement extends AbstractStatement {
  private static final Object[] NO_PARAMETERS = {};

  private final BoltConnection connection;
  private final StatementResults results = new StatementResults();
  private final TextBatch batch = new TextBatch();
  private boolean closeOnCompletion;
  private boolean replacingResults;
  private volatile boolean closed;

  BoltStatement(BoltConnection connection) {
    this.connection = connection;
  }

  final GuardedSession session() {
    return connection.session();
  }

  final List<SqlStatement> split(String sql) throws SQLException {
    if (sql == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The SQL text is null");
    }
    return Sql.split(sql, session().engine());
  }

  final ExecuteOptions options(GeneratedKeys keys) {
    return connection.transaction().options(maxRows(), timeout(), keys);
  }

  @Override
  final void requireOpen() throws SQLException {
    session().requireOpen();
    if (closed) {
      throw ErrorCode.CLOSED.exception("The statement is closed");
    }
  }

  /**
   * The parameters of one statement of a text.
   *
   * @param row those of the whole text
   */
  Object[] part(Object[] row, int statement) {
    return row;
  }

  @Override
  boolean run(String sql, GeneratedKeys keys) throws SQLException {
    return run(split(sql), NO_PARAMETERS, keys);
  }

  @Override
  long update(String sql, GeneratedKeys keys) throws SQLException {
    return update(split(sql), NO_PARAMETERS, keys);
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    return query(split(sql), NO_PARAMETERS);
  }

  final boolean run(List<SqlStatement> statements, Object[] row, GeneratedKeys keys)
      throws SQLException {
    EngineSession used = session().enter(this);
    try {
      runAll(used, statements, row, keys);
      return results.next();
    } finally {
      session().leave(this);
    }
  }

  final long update(List<SqlStatement> statements, Object[] row, GeneratedKeys keys)
      throws SQLException {
    EngineSession used = session().enter(this);
    try {
      runAll(used, statements, row, keys);
      long sum = results.sumOfCounts();
      if (sum < 0) {
        closeResults();
        throw ErrorCode.INVALID_STATEMENT.exception(
            "The statement has run and returns rows, which executeUpdate() cannot hand"
                + " out: use execute() or executeQuery()");
      }
      results.next();
      return sum;
    } finally {
      session().leave(this);
    }
  }

  final ResultSet query(List<SqlStatement> statements, Object[] row) throws SQLException {
    EngineSession used = session().enter(this);
    try {
      runAll(used, statements, row, GeneratedKeys.NONE);
      if (!results.nextRows()) {
        throw ErrorCode.INVALID_STATEMENT.exception(
            "The statement has run and returns no rows: use execute() or executeUpdate()");
      }
      return results.rows();
    } finally {
      session().leave(this);
    }
  }

  private void runAll(
      EngineSession used, List<SqlStatement> statements, Object[] row, GeneratedKeys keys)
      throws SQLException {
    requireOpen();
    closeResults();
    for (int i = 0; i < statements.size(); i++) {
      try {
        keep(used.execute(statements.get(i), part(row, i), options(keys)));
      } catch (SQLException e) {
        closeResults();
        throw FailedStatement.of(e, statements, i);
      }
    }
  }

  private void keep(Reply reply) throws SQLException {
    ResultSet rows = reply.hasRows() ? connection.resultSets().open(this, reply.cursor()) : null;
    results.add(new StatementResults.Result(rows, rows == null ? reply.updateCount() : -1));
    if (reply.generatedKeys() != null) {
      results.replaceKeys(connection.resultSets().open(this, reply.generatedKeys()));
    }
  }

  final void closeResults() throws SQLException {
    replacingResults = true;
    try {
      results.closeAll();
    } finally {
      replacingResults = false;
    }
  }

  /** A result set of this statement was closed. */
  final void resultClosed() throws SQLException {
    if (closeOnCompletion && !replacingResults && results.allClosed()) {
      close();
    }
  }

  @Override
  public final ResultSet getResultSet() throws SQLException {
    requireOpen();
    return results.rows();
  }

  @Override
  public final long getLargeUpdateCount() throws SQLException {
    requireOpen();
    return results.count();
  }

  @Override
  public final boolean getMoreResults(int mode) throws SQLException {
    return session()
        .call(
            used -> {
              requireOpen();
              return results.next(mode);
            });
  }

  /** The keys of the last statement that was asked for them; empty when none was. */
  @Override
  public final ResultSet getGeneratedKeys() throws SQLException {
    requireOpen();
    return results.keys() == null ? connection.resultSets().empty(this) : results.keys();
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    requireOpen();
    split(sql);
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    requireOpen();
    batch.clear();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return session()
        .call(
            this,
            used -> {
              requireOpen();
              return batch.run(text -> update(text, GeneratedKeys.NONE));
            });
  }

  /** Cancels this statement in whatever thread it runs or fetches rows; else does nothing. */
  @Override
  public final void cancel() throws SQLException {
    requireOpen();
    session().cancel(this);
  }

  @Override
  public final Connection getConnection() throws SQLException {
    requireOpen();
    return connection;
  }

  @Override
  public final void closeOnCompletion() throws SQLException {
    requireOpen();
    closeOnCompletion = true;
  }

  @Override
  public final boolean isCloseOnCompletion() throws SQLException {
    requireOpen();
    return closeOnCompletion;
  }

  @Override
  public final boolean isClosed() {
    return closed || session().isClosed();
  }

  /** Closes the statement and its results. Idempotent. */
  @Override
  public final void close() throws SQLException {
    session()
        .runIfOpen(
            used -> {
              if (!closed) {
                closed = true;
                connection.closed(this);
                closeResults();
              }
            });
  }
}
