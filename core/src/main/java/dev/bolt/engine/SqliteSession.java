package dev.bolt.engine;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4DatabaseMetaData;

/**
 * A session with a SQLite file, over a native connection of its own.
 *
 * <p>Confined to one thread at a time, {@link #cancel()} excepted.
 */
final class SqliteSession implements EngineSession {

  private final SqliteEngine engine;
  private final SQLiteConnection connection;
  private final SqliteCursors cursors = new SqliteCursors();
  private final SqliteCalls calls;
  private final SqliteStatements statements;
  private final WriteTurn turn;
  private final SqliteDurability durability;
  private final SqliteTransaction transaction;
  private final SqliteControl control;
  private final SqliteRunner runner;
  private boolean closed;

  private SqliteSession(
      SqliteEngine engine, SQLiteConnection connection, SqliteSessionMode mode, boolean deferred)
      throws SQLException {
    this.engine = engine;
    this.connection = connection;
    this.calls = new SqliteCalls(connection, cursors);
    LockWait locks =
        new LockWait(engine.connector().file(), engine.lockTimeout(), calls::cancelled);
    this.statements = new SqliteStatements(connection);
    Path file = engine.connector().file();
    this.durability = SqliteDurability.of(connection, file, mode, engine::sync);
    this.turn =
        new WriteTurn(
            connection,
            file,
            locks,
            engine.gates(),
            durability::sharesSyncs,
            engine::mayHaveWritten);
    SqliteKeptRows kept = new SqliteKeptRows(engine.connector());
    TransactionReads reads = new TransactionReads();
    SnapshotChange change =
        new SnapshotChange(engine.connector().file(), statements, reads, cursors, kept);
    this.transaction =
        new SqliteTransaction(
            statements, locks, turn, durability, engine.readOnly(), deferred, reads, change);
    SqlitePragmas pragmas =
        new SqlitePragmas(connection, locks, durability, engine::leaveCheckpoints);
    this.control = new SqliteControl(connection, transaction, pragmas);
    this.runner =
        new SqliteRunner(this, statements, transaction, locks, turn, pragmas, durability, kept);
  }

  /**
   * A session on a connection, which it closes.
   *
   * @param deferred whether its transactions take the write lock at their first write
   */
  static SqliteSession on(
      SqliteEngine engine, SQLiteConnection connection, SqliteSessionMode mode, boolean deferred)
      throws SQLException {
    try {
      return new SqliteSession(engine, connection, mode, deferred);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public EngineKind engine() {
    return EngineKind.SQLITE;
  }

  @Override
  public TransactionState transaction() {
    return transaction.state();
  }

  @Override
  public Description describe(SqlStatement statement) throws SQLException {
    requireOpen();
    return calls.run(
        null,
        () -> {
          try (PreparedStatement fresh = connection.prepareStatement(statement.text())) {
            return SqliteDescriptions.of(fresh);
          }
        });
  }

  @Override
  public Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    requireOpen();
    settle();
    return guarded(
        options.timeout(),
        switch (statement.kind()) {
          case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO ->
              () -> control.run(statement, options);
          default -> () -> runner.run(statement, parameters, options);
        });
  }

  @Override
  public long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException {
    requireOpen();
    transaction.requireUsable();
    settle();
    boolean own = options.autoCommit() && transaction.state() == TransactionState.NONE;
    long[] counts = new long[rows.size()];
    int done = 0;
    try {
      for (Object[] row : rows) {
        counts[done] =
            guarded(options.timeout(), () -> runner.runBatchRow(statement, row, options));
        done++;
      }
      if (own) {
        commit();
      }
      return counts;
    } catch (SQLException e) {
      if (own) {
        Cleanup.after(e, this::rollback);
      }
      throw BatchFailure.of(e, counts, done, transaction.state());
    }
  }

  @Override
  public void commit(long sequence, long[] counts) throws SQLException {
    requireOpen();
    guarded(null, EngineCalls.doing(transaction::commit));
  }

  @Override
  public void rollback() throws SQLException {
    requireOpen();
    calls.run(null, EngineCalls.doing(transaction::rollback));
  }

  @Override
  public Object metadata(MetadataCall call) throws SQLException {
    requireOpen();
    return guarded(
        null,
        () -> {
          transaction.enter(false);
          transaction.refuseRepeat("the transaction has asked for metadata");
          // One of its own for each call: the driver's reuse their statements, and so end results
          // that are still being read.
          JDBC4DatabaseMetaData metadata = new JDBC4DatabaseMetaData(connection);
          Object answer = NativeMetadata.invoke(metadata, call);
          if (answer instanceof ResultSet rows) {
            return open(rows, null, metadata::close);
          }
          metadata.close();
          return answer;
        });
  }

  /** Always null: SQLite has no schemas in the sense of JDBC. */
  @Override
  public String schema() {
    return null;
  }

  /** Does nothing, as JDBC has it for engines without schemas. */
  @Override
  public void setSchema(String schema) throws SQLException {
    requireOpen();
  }

  /** Always null: SQLite has no catalogs in the sense of JDBC. */
  @Override
  public String catalog() {
    return null;
  }

  /** Does nothing, as JDBC has it for engines without catalogs. */
  @Override
  public void setCatalog(String catalog) throws SQLException {
    requireOpen();
  }

  @Override
  public <T> Optional<T> nativeConnection(Class<T> type) throws SQLException {
    if (!type.isInstance(connection)) {
      return Optional.empty();
    }
    durability.unwrapped();
    settle();
    return Optional.of(type.cast(connection));
  }

  @Override
  public void cancel() {
    calls.cancel();
  }

  @Override
  public boolean isValid(Duration timeout) {
    return !closed;
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    engine.closed(this);
    try (connection;
        turn) {
      calls.run(null, EngineCalls.doing(transaction::rollback));
      runner.close();
      statements.close();
    }
  }

  /** Moves a cursor to its next row, which is there already where it is the first. */
  boolean fetch(SqliteCursor cursor) throws SQLException {
    requireOpen();
    return cursor.toFirst() || guarded(null, cursor);
  }

  /** Says that the rest of the call that runs only reads. */
  void onlyReads() {
    calls.onlyReads();
  }

  /**
   * A cursor over rows of the connection.
   *
   * @param read the read whose rows they are, if that is recorded; else null
   */
  SqliteCursor open(ResultSet rows, RecordedRead read, EngineCalls.Action givingBack) {
    SqliteCursor cursor = new SqliteCursor(this, rows, read, givingBack);
    cursors.add(cursor);
    return cursor;
  }

  /** Ends a result; what the session has closed is closed already. */
  void close(SqliteCursor cursor) throws SQLException {
    if (!closed) {
      cursors.remove(cursor);
      calls.runAtOnce(cursor::end);
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The session with the engine is closed");
    }
    if (engine.unlocked() != null) {
      engine.unlocked().requireUnchanged();
    }
  }

  /** Before a transaction begins: gives the engine the level of durability that it shall have. */
  private void settle() throws SQLException {
    if (!durability.isSettled() && transaction.state() == TransactionState.NONE) {
      guarded(null, EngineCalls.doing(durability::settle));
    }
  }

  /** Runs a call; when it fails, the transaction takes note. */
  private <T> T guarded(Duration timeout, EngineCalls.Call<T> call) throws SQLException {
    try {
      return calls.run(timeout, call);
    } catch (SQLException e) {
      transaction.failed(e);
      throw e;
    }
  }
}
