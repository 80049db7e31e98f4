package dev.bolt.engine;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.rows.Chunk;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.sql.TransactionStatement;
import dev.bolt.sql.WrittenNames;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.duckdb.DuckDBConnection;

/**
 * A session with the DuckDB instance of this process. The host serves it to joined processes as it
 * uses it itself.
 *
 * <p>Confined to one thread at a time, {@link #cancel()} excepted.
 */
final class DuckDbSession implements EngineSession {

  private final DuckDbEngine engine;
  private final DuckDBConnection connection;
  private final DuckDbTransaction transaction;
  private final DuckDbStatements statements;
  private final DuckDbKeys keys;
  private final DuckDbCalls calls;
  private final AutoCommitWrites writes;
  private final SessionOutcomes outcomes;
  private DuckDbCursor live;
  private boolean closed;

  /**
   * A session on a connection, which it closes.
   *
   * @param client who may ask for the outcome of an operation; null for nobody
   * @param keepsOutcomes whether the outcomes of the operations that have numbers are kept
   */
  DuckDbSession(
      DuckDbEngine engine,
      DuckDBConnection connection,
      SessionContext context,
      ClientId client,
      boolean keepsOutcomes) {
    this.engine = engine;
    this.connection = connection;
    this.transaction = new DuckDbTransaction(connection, engine.health());
    this.statements = new DuckDbStatements(connection);
    this.keys = new DuckDbKeys(connection);
    this.calls = new DuckDbCalls(connection, engine.workers(), engine.health());
    this.writes = new AutoCommitWrites(engine, context);
    this.outcomes =
        new SessionOutcomes(
            engine, connection, transaction, client, keepsOutcomes, writes::isAsOpened);
  }

  /** Gives the session the time zone, the working directory and the settings of its client. */
  void adopt(SessionContext context, Path hostDirectory) throws SQLException {
    DuckDbSettings.adopt(connection, context, hostDirectory);
  }

  @Override
  public EngineKind engine() {
    return EngineKind.DUCKDB;
  }

  @Override
  public TransactionState transaction() {
    return transaction.state();
  }

  @Override
  public Description describe(SqlStatement statement) throws SQLException {
    begin();
    return guarded(
        statement.text(),
        null,
        () -> {
          PreparedStatement prepared = statements.prepare(statement.text());
          ResultSetMetaData columns = prepared.getMetaData();
          return new Description(
              DuckDbRows.parameters(prepared.getParameterMetaData()),
              DuckDbShapes.hasRows(columns) ? DuckDbRows.shape(columns) : null);
        });
  }

  @Override
  public Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    begin();
    switch (statement.kind()) {
      case BEGIN -> transaction.begin(options.readOnly() || beginsReadOnly(statement));
      case COMMIT -> commit(options.sequence(), null);
      case ROLLBACK -> rollback();
      default -> {
        Reply reply = run(DuckDbSettings.scoped(statement), parameters, options);
        if (statement.kind() == StatementKind.SET) {
          engine.globals().executed(statement, parameters);
        }
        return reply;
      }
    }
    return done(-1, false);
  }

  private static boolean beginsReadOnly(SqlStatement statement) {
    return TransactionStatement.of(statement, EngineKind.DUCKDB).access()
        == TransactionStatement.Access.READ_ONLY;
  }

  private Reply run(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    transaction.requireUsable();
    if (WrittenNames.mayCreateTriggers(statement)) {
      engine.triggersMayCome();
    }
    if (isOwnWrite(statement, options)) {
      return write(statement, parameters, options);
    }
    beginFor(statement, options);
    Reply reply = runNow(statement, parameters, options);
    if (reply.sessionChanged()) {
      writes.sessionChanged();
    }
    if (statement.kind() == StatementKind.ATTACH || statement.kind() == StatementKind.DETACH) {
      engine.databasesChanged();
    }
    return reply;
  }

  /** Whether a statement writes in a transaction of its own. */
  private boolean isOwnWrite(SqlStatement statement, ExecuteOptions options) {
    if (!options.autoCommit()
        || options.readOnly()
        || options.onlyIfRead()
        || transaction.state() != TransactionState.NONE) {
      return false;
    }
    return switch (statement.kind()) {
      case DML, DDL, COPY_FROM -> true;
      case QUERY, EXECUTE -> options.sequence() != 0;
      default -> false;
    };
  }

  private Reply write(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    WriteProfile profile = engine.profiles().of(statement);
    LedgerEntry entry = outcomes.entry(options.sequence(), profile);
    Long count = writes.grouped(statement, parameters, options, entry, profile);
    if (count != null) {
      return done(count, false);
    }
    return writes.alone(
        options.timeout(),
        profile,
        () ->
            entry == null
                ? runNow(statement, parameters, options)
                : runKept(statement, parameters, options, entry));
  }

  private Reply runKept(
      SqlStatement statement, Object[] parameters, ExecuteOptions options, LedgerEntry entry)
      throws SQLException {
    // Each time, since a table that somebody has dropped is a conflict that is tried again.
    outcomes.prepare();
    transaction.beginHeld();
    KillPoint.BEFORE_EXECUTE.reached();
    String sql = withKeys(statement.text(), options);
    AtomicReference<LedgerEntry> answered = new AtomicReference<>();
    Reply reply =
        guarded(
            sql,
            options.timeout(),
            () -> {
              Reply answer =
                  sql.equals(statement.text())
                      ? runPlain(statement, parameters, options)
                      : runForKeys(sql, parameters);
              answered.set(SessionOutcomes.answered(entry, answer));
              return answer;
            });
    live = null;
    KillPoint.BEFORE_COMMIT.reached();
    outcomes.commit(answered.get());
    KillPoint.COMMITTED.reached();
    return reply.hasRows()
        ? new Reply(reply.cursor(), -1, null, Fate.COMMITTED, false, false)
        : new Reply(null, reply.updateCount(), reply.generatedKeys(), Fate.COMMITTED, false, false);
  }

  private Reply runNow(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    if (mayWrite(statement)) {
      transaction.writing();
      if (transaction.state().open()) {
        outcomes.inTransaction(engine.profiles().of(statement));
      }
    }
    if (statement.kind() == StatementKind.SET) {
      engine.leaveToUser(statement);
    }
    long begun = System.nanoTime();
    String sql = withKeys(statement.text(), options);
    Reply reply =
        guarded(
            sql,
            options.timeout(),
            () ->
                sql.equals(statement.text())
                    ? runPlain(statement, parameters, options)
                    : runForKeys(sql, parameters));
    transaction.used();
    if (!reply.hasRows()) {
      if (transaction.commitsByItself() && mayWrite(statement)) {
        transaction.requireAlive(begun);
      }
      transaction.endHidden();
    }
    return reply;
  }

  private String withKeys(String sql, ExecuteOptions options) throws SQLException {
    return options.keys().wanted()
        ? guarded(sql, options.timeout(), () -> keys.returning(sql, options.keys()))
        : sql;
  }

  private void beginFor(SqlStatement statement, ExecuteOptions options) throws SQLException {
    if (transaction.state() != TransactionState.NONE) {
      return;
    }
    if (!options.autoCommit()) {
      if (!beginsWithIt(statement, options)) {
        transaction.beginImplicitly(options.readOnly());
      }
    } else if (options.readOnly() || options.onlyIfRead()) {
      transaction.beginHidden(true);
    }
  }

  /** Whether the transaction of a query goes on after it, so that it needs no BEGIN. */
  private boolean beginsWithIt(SqlStatement statement, ExecuteOptions options) {
    return !options.autoCommit()
        && !options.readOnly()
        && statement.kind() == StatementKind.QUERY
        && !mayWrite(statement)
        && DuckDbNative.keepsTransactions();
  }

  private Reply runPlain(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    boolean begins =
        transaction.state() == TransactionState.NONE && beginsWithIt(statement, options);
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
    if (begins && !(rows && transaction.beginWithResult())) {
      // It has changed nothing, so it may run again.
      used.getResultSet().close();
      transaction.beginImplicitly(false);
      return runPlain(statement, parameters, options);
    }
    if (rows) {
      live = openCursor(used, prepared == null, options.maxRows());
      return new Reply(live, -1, null, fate(), false, false);
    }
    long count = used.getLargeUpdateCount();
    if (prepared == null) {
      used.close();
    }
    return done(count, changesSession(statement.kind()));
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
    return new DuckDbCursor(this, new DuckDbRows(result), end, maxRows);
  }

  private Reply runForKeys(String returning, Object[] parameters) throws SQLException {
    PreparedStatement prepared = statements.prepare(returning);
    calls.running(prepared);
    DuckDbParameters.bind(connection, prepared, parameters);
    prepared.execute();
    ResultSet generated = prepared.getResultSet();
    // Drained, since only the number of keys tells how many rows were changed.
    DuckDbCursor rows = new DuckDbCursor(this, new DuckDbRows(generated), generated, 0);
    try {
      rows.drain();
    } catch (SQLException e) {
      rows.fail(e);
      throw e;
    }
    return new Reply(null, rows.fetched(), rows, fate(), false, false);
  }

  @Override
  public long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException {
    begin();
    if (statement.kind().controlsTransaction()) {
      throw ErrorCode.INVALID_STATEMENT.exception(
          "A statement that begins or ends a transaction cannot run in a batch: "
              + statement.text());
    }
    transaction.requireUsable();
    boolean own = transaction.state() == TransactionState.NONE;
    if (own) {
      transaction.beginImplicitly(options.readOnly());
    }
    long[] counts = new long[rows.size()];
    int done = 0;
    transaction.writing();
    outcomes.inTransaction(engine.profiles().of(statement));
    try {
      for (Object[] row : rows) {
        counts[done] = runBatchRow(statement, row, options.timeout());
        transaction.used();
        done++;
      }
      if (own && options.autoCommit()) {
        commit(options.sequence(), counts);
      }
      return counts;
    } catch (SQLException e) {
      if (own && options.autoCommit()) {
        rollBackAfter(e);
      }
      throw BatchFailure.of(e, counts, done, transaction.state());
    }
  }

  private void rollBackAfter(SQLException failure) {
    try {
      transaction.rollback();
      outcomes.over();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private long runBatchRow(SqlStatement statement, Object[] row, Duration timeout)
      throws SQLException {
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

  // Nobody can cancel the end of a transaction: a COMMIT that was interrupted would not tell if it
  // is done, and after a ROLLBACK that was, the transaction would still be there.
  @Override
  public void commit(long sequence, long[] counts) throws SQLException {
    begin();
    if (sequence != 0 && transaction.state() == TransactionState.WRITING) {
      KillPoint.BEFORE_EXECUTE.reached();
      KillPoint.BEFORE_COMMIT.reached();
      outcomes.commit(sequence, counts);
    } else {
      transaction.commit();
    }
    KillPoint.COMMITTED.reached();
    outcomes.over();
  }

  @Override
  public boolean keepsOutcomes() {
    return outcomes.kept();
  }

  @Override
  public void goodbye() {
    outcomes.goodbye();
  }

  @Override
  public Outcome outcome(long sequence) throws SQLException {
    begin();
    KillPoint.ASKED.reached();
    return outcomes.find(sequence);
  }

  @Override
  public void rollback() throws SQLException {
    begin();
    transaction.rollback();
    outcomes.over();
  }

  @Override
  public Object metadata(MetadataCall call) throws SQLException {
    begin();
    return guarded(
        null,
        null,
        () -> {
          Object answer = NativeMetadata.invoke(connection.getMetaData(), call);
          if (answer instanceof ResultSet result) {
            try (result) {
              return HiddenSchema.without(MaterializedCursor.of(result));
            }
          }
          return answer;
        });
  }

  @Override
  public String schema() throws SQLException {
    begin();
    return calls.run(null, connection::getSchema);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    begin();
    writes.sessionChanged();
    calls.run(null, EngineCalls.doing(() -> connection.setSchema(schema)));
  }

  @Override
  public String catalog() throws SQLException {
    begin();
    return calls.run(null, connection::getCatalog);
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    begin();
    writes.sessionChanged();
    calls.run(null, EngineCalls.doing(() -> connection.setCatalog(catalog)));
  }

  @Override
  public <T> Optional<T> nativeConnection(Class<T> type) {
    return type.isInstance(connection) ? Optional.of(type.cast(connection)) : Optional.empty();
  }

  @Override
  public void cancel() {
    writes.cancel();
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
    try {
      if (live != null) {
        live.fail(ErrorCode.CLOSED.exception("The session of this result is closed"));
      }
      transaction.abandon();
      transaction.close();
      outcomes.close();
      statements.close();
    } finally {
      calls.close();
      engine.closed(this);
      connection.close();
    }
  }

  /** Fetches rows of the live cursor. */
  Chunk fetch(DuckDbCursor cursor, int count) throws SQLException {
    requireOpen();
    return stream(cursor, () -> cursor.fetch(count));
  }

  /** A cursor was closed: its stream need not go on. */
  void closed(DuckDbCursor cursor) throws SQLException {
    if (!closed && cursor.live()) {
      calls.run(null, EngineCalls.doing(cursor::endStream));
    }
    if (cursor == live) {
      live = null;
    }
  }

  /** Before anything else happens on the connection, its open stream is set aside. */
  private void begin() throws SQLException {
    requireOpen();
    if (live != null) {
      DuckDbCursor cursor = live;
      live = null;
      if (cursor.live()) {
        setAside(cursor);
      }
    }
  }

  // What goes wrong with the rest of a result is the matter of who reads it, and of the transaction
  // if it ended that; what comes next goes on, unless it was meant by a cancel.
  private void setAside(DuckDbCursor cursor) throws SQLException {
    try {
      stream(cursor, EngineCalls.doing(cursor::drain));
    } catch (SQLException e) {
      if (ErrorCode.INTERRUPTED.is(e)) {
        throw e;
      }
    }
  }

  /** Takes rows from a stream; when that fails, the stream is over, and the transaction may be. */
  private <T> T stream(DuckDbCursor cursor, EngineCalls.Call<T> rows) throws SQLException {
    try {
      return calls.run(null, rows);
    } catch (SQLException e) {
      // First, since the engine refuses everything else, a ROLLBACK too, while a stream is open.
      cursor.fail(e);
      transaction.failed(e);
      throw e;
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The session with the engine is closed");
    }
  }

  /** Runs a call; when it fails, the transaction takes note and the statement is forgotten. */
  private <T> T guarded(String sql, Duration timeout, EngineCalls.Call<T> engineCall)
      throws SQLException {
    try {
      return calls.run(timeout, engineCall);
    } catch (SQLException e) {
      if (sql != null) {
        forget(sql, e);
      }
      transaction.failed(e);
      throw e;
    }
  }

  private void forget(String sql, SQLException failure) {
    try {
      statements.forget(sql);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private Reply done(long count, boolean sessionChanged) {
    return new Reply(null, count, null, fate(), false, sessionChanged);
  }

  private Fate fate() {
    return transaction.state().open() ? Fate.NOT_COMMITTED : Fate.COMMITTED;
  }

  private static boolean mayWrite(SqlStatement statement) {
    return !statement.kind().mayBeRead() || WrittenNames.usesSequence(statement);
  }

  private static boolean changesSession(StatementKind kind) {
    return switch (kind) {
      case SET, USE, PREPARE, ATTACH, DETACH, TEMPORARY_DDL, PRAGMA -> true;
      default -> false;
    };
  }
}
