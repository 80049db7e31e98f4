package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.StructValue;
import java.sql.Array;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection with a shared database file.
 *
 * <p>In auto-commit mode each statement is a transaction of its own. {@link #getAutoCommit} is
 * false too while a transaction is open that was begun by {@code BEGIN} in SQL. After an error that
 * ended the transaction, every statement fails with SQLState 25P02 until {@link #rollback}.
 *
 * <p>Thread-safe: threads that share a connection wait for each other. {@link #close} waits for the
 * statement that runs; {@link #abort} and {@link Statement#cancel} cancel it.
 */
public final class BoltConnection extends AbstractConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BoltConnection.class);

  private final GuardedSession session;
  private final ConnectionSettings settings;
  private final ConnectionTransaction transaction;
  private final Savepoints savepoints;
  private final ResultSets resultSets;
  private final OpenStatements statements = new OpenStatements();

  BoltConnection(EngineSession session, ConnectionSettings settings) {
    this.session = new GuardedSession(session);
    this.settings = settings;
    this.transaction = new ConnectionTransaction(this.session, settings.readOnly());
    this.savepoints = new Savepoints(this.session, transaction);
    this.resultSets = new ResultSets(this.session, settings.allowUnwrap());
  }

  GuardedSession session() {
    return session;
  }

  ConnectionSettings settings() {
    return settings;
  }

  ConnectionTransaction transaction() {
    return transaction;
  }

  ResultSets resultSets() {
    return resultSets;
  }

  void closed(Statement statement) {
    statements.remove(statement);
  }

  @Override
  void requireOpen() throws SQLException {
    session.requireOpen();
  }

  @Override
  public Statement createStatement() throws SQLException {
    requireOpen();
    return statements.add(new BoltStatement(this));
  }

  @Override
  PreparedStatement prepare(String sql, GeneratedKeys keys) throws SQLException {
    requireOpen();
    return statements.add(new BoltPreparedStatement(this, sql, keys));
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    transaction.setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return transaction.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    transaction.commit();
  }

  @Override
  public void rollback() throws SQLException {
    transaction.rollback();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return savepoints.set(null);
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return savepoints.set(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    savepoints.rollbackTo(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    savepoints.release(savepoint);
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    transaction.setReadOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return transaction.readOnly();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    transaction.setIsolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    requireOpen();
    return ConnectionTransaction.isolation(session.engine());
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    requireOpen();
    return EngineMetadata.of(this);
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    session.run(used -> used.setCatalog(catalog));
  }

  @Override
  public String getCatalog() throws SQLException {
    return session.call(EngineSession::catalog);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    session.run(used -> used.setSchema(schema));
  }

  @Override
  public String getSchema() throws SQLException {
    return session.call(EngineSession::schema);
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    requireNestedTypes("An array");
    return new ArrayValue(typeName, elements);
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    requireNestedTypes("A struct");
    return new StructValue(typeName, attributes);
  }

  private void requireNestedTypes(String what) throws SQLException {
    requireOpen();
    if (session.engine() == EngineKind.SQLITE) {
      throw notSupported(what + " in SQLite");
    }
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The timeout is negative: " + timeout);
    }
    return session.isValid(Duration.ofSeconds(timeout));
  }

  @Override
  public boolean isClosed() {
    return session.isClosed();
  }

  /** Closes the statements, rolls back what is open and ends the session. */
  @Override
  public void close() throws SQLException {
    session.close(used -> statements.closeAll());
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("abort() needs an executor");
    }
    if (session.abort()) {
      executor.execute(this::endAborted);
    }
  }

  private void endAborted() {
    try {
      session.end();
    } catch (SQLException e) {
      LOG.warn("An aborted connection with {} could not be closed cleanly", settings.url(), e);
    }
  }

  /**
   * This connection as one of its own types, or the engine's own connection where the URL has
   * {@code allowUnwrap=true} and the engine runs in this process.
   *
   * @throws SQLException with SQLState 22023 and the reason, when neither is possible
   */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this)
        ? type.cast(this)
        : EngineConnection.unwrap(session, type, settings.allowUnwrap());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || EngineConnection.isThere(session, type, settings.allowUnwrap());
  }

  @Override
  public String toString() {
    return "BoltConnection to " + settings.url();
  }
}
