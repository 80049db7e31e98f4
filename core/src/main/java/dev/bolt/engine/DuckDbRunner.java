package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.rows.ColumnRows;
import dev.bolt.sql.PlainInsert;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.duckdb.DuckDBConnection;

/**
 * Runs the statements of one session in the engine. Which transaction they are in is not its
 * matter, but for a query that begins one.
 *
 * <p>Confined to the thread that uses the session.
 */
final class DuckDbRunner implements AutoCloseable {

  /** What is done with an answer before its call is over, so that a cancel ends that too. */
  interface Answered {
    void take(Reply reply) throws SQLException;
  }

  private final DuckDBConnection connection;
  private final DuckDbTransaction transaction;
  private final DuckDbCalls calls;
  private final DuckDbStream stream;
  private final DuckDbStatements statements;
  private final DuckDbKeys keys;

  DuckDbRunner(
      DuckDBConnection connection,
      DuckDbTransaction transaction,
      DuckDbCalls calls,
      DuckDbStream stream) {
    this.connection = connection;
    this.transaction = transaction;
    this.calls = calls;
    this.stream = stream;
    this.statements = new DuckDbStatements(connection);
    this.keys = new DuckDbKeys(connection);
  }

  /** What a statement takes and returns as of now: what is kept may be of a table that is gone. */
  Description describe(SqlStatement statement) throws SQLException {
    return guarded(
        null,
        null,
        () -> {
          try (PreparedStatement fresh = connection.prepareStatement(statement.text())) {
            ResultSetMetaData columns = fresh.getMetaData();
            return new Description(
                DuckDbRows.parameters(fresh.getParameterMetaData()),
                DuckDbShapes.hasRows(columns) ? DuckDbRows.shape(columns) : null);
          }
        });
  }

  /**
   * Runs a statement.
   *
   * @param begins whether it is a query that begins a transaction
   */
  Reply run(
      SqlStatement statement,
      Object[] parameters,
      ExecuteOptions options,
      boolean begins,
      Answered answered)
      throws SQLException {
    String sql =
        options.keys().wanted()
            ? guarded(
                statement.text(),
                options.timeout(),
                () -> keys.returning(statement.text(), options.keys()))
            : statement.text();
    return guarded(
        sql,
        options.timeout(),
        () -> {
          Reply reply =
              sql.equals(statement.text())
                  ? runPlain(statement, parameters, options.maxRows(), begins)
                  : runForKeys(sql, parameters);
          answered.take(reply);
          return reply;
        });
  }

  private Reply runPlain(SqlStatement statement, Object[] parameters, long maxRows, boolean begins)
      throws SQLException {
    PreparedStatement prepared = prepared(statement, parameters);
    boolean rows;
    Statement used;
    if (prepared != null) {
      DuckDbParameters.bind(connection, prepared, parameters);
      used = prepared;
      calls.running(used);
      rows = prepared.execute();
    } else {
      used = connection.createStatement();
      calls.running(used);
      rows = used.execute(statement.text());
    }
    if (begins && !transaction.beginWithResult()) {
      // It has changed nothing, so it may run again.
      used.getResultSet().close();
      transaction.beginImplicitly(false);
      return runPlain(statement, parameters, maxRows, false);
    }
    if (rows) {
      return new Reply(openCursor(used, prepared == null, maxRows), -1, null, fate(), false, false);
    }
    long count = used.getLargeUpdateCount();
    if (prepared == null) {
      used.close();
    }
    return new Reply(null, count, null, fate(), false, changesSession(statement.kind()));
  }

  private PreparedStatement prepared(SqlStatement statement, Object[] parameters)
      throws SQLException {
    StatementKind kind = statement.kind();
    if (kind != StatementKind.QUERY && kind != StatementKind.DML && parameters.length == 0) {
      return null;
    }
    return parameters.length > 0
        ? statements.prepare(statement.text())
        : statements.prepareIfRepeated(statement.text());
  }

  private DuckDbCursor openCursor(Statement used, boolean closeStatement, long maxRows)
      throws SQLException {
    ResultSet result = used.getResultSet();
    AutoCloseable end =
        () -> {
          result.close();
          if (closeStatement) {
            used.close();
          }
          transaction.endHidden();
        };
    return stream.open(new DuckDbRows(result), end, maxRows);
  }

  private Reply runForKeys(String returning, Object[] parameters) throws SQLException {
    PreparedStatement prepared = statements.prepare(returning);
    calls.running(prepared);
    DuckDbParameters.bind(connection, prepared, parameters);
    prepared.execute();
    ResultSet generated = prepared.getResultSet();
    // Drained, since only the number of keys tells how many rows were changed.
    DuckDbCursor rows = new DuckDbCursor(stream, new DuckDbRows(generated), generated, 0);
    try {
      rows.drain();
    } catch (SQLException e) {
      rows.fail(e);
      throw e;
    }
    return new Reply(null, rows.fetched(), rows, fate(), false, false);
  }

  /** Runs a statement with one row of a batch, and says how many rows that changed. */
  long runBatchRow(SqlStatement statement, Object[] row, Duration timeout) throws SQLException {
    return guarded(
        statement.text(),
        timeout,
        () -> {
          PreparedStatement prepared = statements.prepare(statement.text());
          calls.running(prepared);
          DuckDbParameters.bind(connection, prepared, row);
          if (prepared.execute()) {
            prepared.getResultSet().close();
            throw ErrorCode.INVALID_STATEMENT.exception(
                "A statement that returns rows cannot run in a batch: " + statement.text());
          }
          return prepared.getLargeUpdateCount();
        });
  }

  /** Inserts rows with one statement, as a plain insert would each of them. */
  void runBulk(BulkRows bulk, PlainInsert insert, ColumnRows rows, Duration timeout)
      throws SQLException {
    guarded(
        null,
        timeout,
        EngineCalls.doing(
            () ->
                bulk.insert(
                    insert,
                    rows,
                    sql -> {
                      KillPoint.BEFORE_EXECUTE.reached();
                      try (Statement used = connection.createStatement()) {
                        calls.running(used);
                        used.execute(sql);
                      }
                    })));
  }

  /** Whether a query of one parameter has any rows. */
  boolean any(String query, String parameter) throws SQLException {
    return guarded(
        query,
        null,
        () -> {
          PreparedStatement prepared = statements.prepare(query);
          prepared.setString(1, parameter);
          prepared.execute();
          try (ResultSet rows = prepared.getResultSet()) {
            return rows.next();
          }
        });
  }

  /** Asks the engine for something that is no statement. */
  <T> T ask(EngineCalls.Call<T> question) throws SQLException {
    return guarded(null, null, question);
  }

  /** Runs a call; when it fails, the transaction takes note and the statement is forgotten. */
  private <T> T guarded(String sql, Duration timeout, EngineCalls.Call<T> engineCall)
      throws SQLException {
    try {
      return calls.run(sql, timeout, engineCall);
    } catch (SQLException e) {
      if (sql != null) {
        Cleanup.after(e, () -> statements.forget(sql));
      }
      transaction.failed(e);
      throw e;
    }
  }

  private Fate fate() {
    return transaction.state().open() ? Fate.NOT_COMMITTED : Fate.COMMITTED;
  }

  private static boolean changesSession(StatementKind kind) {
    return switch (kind) {
      case SET, USE, PREPARE, ATTACH, DETACH, TEMPORARY_DDL, PRAGMA -> true;
      default -> false;
    };
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
