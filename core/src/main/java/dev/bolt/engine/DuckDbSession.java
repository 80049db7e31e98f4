package dev.bolt.engine;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.sql.TransactionStatement;
import dev.bolt.sql.WrittenNames;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private final DuckDbCalls calls;
  private final DuckDbStream stream;
  private final DuckDbRunner runner;
  private final BulkInserts bulkInserts;
  private final AutoCommitWrites writes;
  private final SessionOutcomes outcomes;
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
    long process = client == null ? Admission.THIS_PROCESS : client.process();
    this.calls =
        new DuckDbCalls(
            connection, engine.admission().place(process), engine.workers(), engine.health());
    this.stream = new DuckDbStream(calls, transaction);
    this.runner = new DuckDbRunner(connection, transaction, calls, stream);
    this.bulkInserts = new BulkInserts(engine, runner);
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
    return runner.describe(statement);
  }

  @Override
  public Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    begin();
    switch (statement.kind()) {
      case BEGIN -> {
        engine.bulkRows();
        transaction.begin(options.readOnly() || beginsReadOnly(statement));
      }
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
    Reply reply = runNow(statement, parameters, options, beginFor(statement, options));
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
                ? runNow(statement, parameters, options, false)
                : runKept(statement, parameters, options, entry));
  }

  private Reply runKept(
      SqlStatement statement, Object[] parameters, ExecuteOptions options, LedgerEntry entry)
      throws SQLException {
    // Each time, since a table that somebody has dropped is a conflict that is tried again.
    outcomes.prepare();
    transaction.beginHeld();
    KillPoint.BEFORE_EXECUTE.reached();
    AtomicReference<LedgerEntry> answered = new AtomicReference<>();
    Reply reply =
        runner.run(
            statement,
            parameters,
            options,
            false,
            answer -> answered.set(SessionOutcomes.answered(entry, answer)));
    KillPoint.BEFORE_COMMIT.reached();
    outcomes.commit(answered.get());
    KillPoint.COMMITTED.reached();
    return reply.hasRows()
        ? new Reply(reply.cursor(), -1, null, Fate.COMMITTED, false, false)
        : new Reply(null, reply.updateCount(), reply.generatedKeys(), Fate.COMMITTED, false, false);
  }

  private Reply runNow(
      SqlStatement statement, Object[] parameters, ExecuteOptions options, boolean begins)
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
    Reply reply = runner.run(statement, parameters, options, begins, answer -> {});
    transaction.used();
    if (!reply.hasRows()) {
      if (transaction.commitsByItself() && mayWrite(statement)) {
        transaction.requireAlive(begun);
      }
      transaction.endHidden();
    }
    return reply;
  }

  /**
   * Begins the transaction that a statement needs.
   *
   * @return whether the statement has to do that: the transaction of a query goes on after it
   */
  private boolean beginFor(SqlStatement statement, ExecuteOptions options) throws SQLException {
    if (transaction.state() != TransactionState.NONE) {
      return false;
    }
    if (options.autoCommit()) {
      if (options.readOnly() || options.onlyIfRead()) {
        transaction.beginHidden(true);
      }
      return false;
    }
    engine.bulkRows();
    if (statement.kind() == StatementKind.QUERY
        && !mayWrite(statement)
        && !options.readOnly()
        && DuckDbNative.keepsTransactions()) {
      return true;
    }
    transaction.beginImplicitly(options.readOnly());
    return false;
  }

  @Override
  public long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException {
    requireOpen();
    stream.setAside();
    if (statement.kind().controlsTransaction()) {
      throw ErrorCode.INVALID_STATEMENT.exception(
          "A statement that begins or ends a transaction cannot run in a batch: "
              + statement.text());
    }
    transaction.requireUsable();
    boolean own = transaction.state() == TransactionState.NONE;
    if (own) {
      engine.bulkRows();
    }
    WriteProfile profile = engine.profiles().of(statement);
    if (own && options.autoCommit()) {
      return writes.batch(
          options.timeout(), profile, () -> runAndCommit(statement, rows, options, profile));
    }
    if (own) {
      transaction.beginImplicitly(options.readOnly());
    }
    DuckDbBatch batch = batchOf(statement, rows, options);
    try {
      run(batch, statement, rows, profile);
      return batch.counts();
    } catch (SQLException e) {
      throw BatchFailure.of(e, batch.counts(), batch.done(), transaction.state());
    }
  }

  private long[] runAndCommit(
      SqlStatement statement, List<Object[]> rows, ExecuteOptions options, WriteProfile profile)
      throws SQLException {
    transaction.beginImplicitly(options.readOnly());
    DuckDbBatch batch = batchOf(statement, rows, options);
    try {
      run(batch, statement, rows, profile);
      commit(options.sequence(), batch.counts());
      return batch.counts();
    } catch (SQLException e) {
      Cleanup.after(
          e,
          () -> {
            transaction.rollback();
            outcomes.over();
          });
      throw BatchFailure.of(e, batch.counts(), batch.done(), transaction.state());
    }
  }

  private DuckDbBatch batchOf(SqlStatement statement, List<Object[]> rows, ExecuteOptions options) {
    return new DuckDbBatch(runner, transaction, statement, options.timeout(), rows.size());
  }

  private void run(
      DuckDbBatch batch, SqlStatement statement, List<Object[]> rows, WriteProfile profile)
      throws SQLException {
    transaction.writing();
    outcomes.inTransaction(profile);
    BulkRows bulk = bulkInserts.wayIn(statement, profile, rows.size());
    if (bulk == null) {
      batch.run(rows);
    } else {
      batch.run(rows, profile.plainInsert(), bulk, bulkInserts);
    }
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
    return runner.ask(
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
      stream.close();
      transaction.abandon();
      transaction.close();
      outcomes.close();
      runner.close();
    } finally {
      calls.close();
      engine.closed(this);
      connection.close();
    }
  }

  /** Before anything else happens on the connection, an open result leaves it. */
  private void begin() throws SQLException {
    requireOpen();
    bulkInserts.forget();
    stream.setAside();
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The session with the engine is closed");
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
}
