package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The transaction settings of a connection, and the calls that end its transactions.
 *
 * <p>Whether a transaction is open is the session's to say, since SQL can begin and end one too;
 * here are only the client's wishes, which travel with each statement. Guarded by the session.
 */
final class ConnectionTransaction {
  private final GuardedSession session;
  private final boolean readOnlyDatabase;
  private boolean autoCommit = true;
  private boolean readOnly;

  ConnectionTransaction(GuardedSession session, boolean readOnlyDatabase) {
    this.session = session;
    this.readOnlyDatabase = readOnlyDatabase;
  }

  /** How a statement is to be run now. */
  ExecuteOptions options(long maxRows, Duration timeout, ExecuteOptions.GeneratedKeys keys) {
    return new ExecuteOptions(
        autoCommit, readOnly || readOnlyDatabase, false, maxRows, timeout, keys);
  }

  /** False too while a transaction is open that SQL began. */
  boolean autoCommit() throws SQLException {
    return session.call(this::autoCommitIn);
  }

  private boolean autoCommitIn(EngineSession used) {
    return autoCommit && !used.transaction().open();
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    session.run(
        used -> {
          boolean ends = wanted && used.transaction().open();
          autoCommit = wanted;
          if (ends) {
            used.commit();
          }
        });
  }

  void commit() throws SQLException {
    session.run(
        used -> {
          requireTransaction(used, "commit()");
          used.commit();
        });
  }

  void rollback() throws SQLException {
    session.run(
        used -> {
          requireTransaction(used, "rollback()");
          used.rollback();
        });
  }

  void requireTransaction(EngineSession used, String call) throws SQLException {
    if (autoCommitIn(used)) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          call
              + " needs a transaction, and the connection is in auto-commit mode: call"
              + " setAutoCommit(false) first");
    }
  }

  boolean readOnly() throws SQLException {
    return session.call(used -> readOnly || readOnlyDatabase);
  }

  void setReadOnly(boolean wanted) throws SQLException {
    session.run(
        used -> {
          if (wanted != readOnly && used.transaction().open()) {
            throw ErrorCode.TRANSACTION_STATE.exception(
                "setReadOnly() cannot change the transaction that is open: commit or roll back"
                    + " first");
          }
          readOnly = wanted;
        });
  }

  /** The level that every transaction of an engine has. */
  static int isolation(EngineKind engine) {
    return engine == EngineKind.SQLITE
        ? Connection.TRANSACTION_SERIALIZABLE
        : Connection.TRANSACTION_REPEATABLE_READ;
  }

  /** Accepts the level that the engine has and the weaker ones, which it meets as well. */
  void setIsolation(int level) throws SQLException {
    session.requireOpen();
    int given = isolation(session.engine());
    switch (level) {
      case Connection.TRANSACTION_READ_UNCOMMITTED,
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE -> {
        if (level > given) {
          throw ErrorCode.NOT_SUPPORTED.exception(
              session.engine().productName()
                  + " has snapshot isolation, reported as TRANSACTION_REPEATABLE_READ, and nothing"
                  + " stronger");
        }
      }
      default ->
          throw ErrorCode.INVALID_ARGUMENT.exception(
              level + " is not a transaction isolation level of java.sql.Connection");
    }
  }
}
