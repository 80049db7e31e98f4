package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.sql.Savepoint;

/** Sets, releases and rolls back to the savepoints of one connection. Guarded by the session. */
final class Savepoints {
  private static final Object[] NO_PARAMETERS = {};

  private final GuardedSession session;
  private final ConnectionTransaction transaction;
  private int last;

  Savepoints(GuardedSession session, ConnectionTransaction transaction) {
    this.session = session;
    this.transaction = transaction;
  }

  Savepoint set(String name) throws SQLException {
    requireSupported();
    return session.call(
        used -> {
          BoltSavepoint savepoint = new BoltSavepoint(++last, name);
          execute("SAVEPOINT ", savepoint, StatementKind.SAVEPOINT);
          return savepoint;
        });
  }

  void rollbackTo(Savepoint savepoint) throws SQLException {
    requireSupported();
    execute("ROLLBACK TO ", own(savepoint), StatementKind.ROLLBACK_TO);
  }

  void release(Savepoint savepoint) throws SQLException {
    requireSupported();
    execute("RELEASE ", own(savepoint), StatementKind.RELEASE);
  }

  private void execute(String command, BoltSavepoint savepoint, StatementKind kind)
      throws SQLException {
    SqlStatement statement = new SqlStatement(command + savepoint.identifier(), kind, 0);
    session.run(
        used -> {
          transaction.requireTransaction(used, "A savepoint");
          ExecuteOptions options = transaction.options(0, null, ExecuteOptions.GeneratedKeys.NONE);
          used.execute(statement, NO_PARAMETERS, options);
        });
  }

  private void requireSupported() throws SQLException {
    session.requireOpen();
    if (session.engine() != EngineKind.SQLITE) {
      throw ErrorCode.NOT_SUPPORTED.exception(
          session.engine().productName() + " has no savepoints");
    }
  }

  private static BoltSavepoint own(Savepoint savepoint) throws SQLException {
    if (savepoint instanceof BoltSavepoint own) {
      return own;
    }
    throw ErrorCode.INVALID_ARGUMENT.exception("The savepoint is not one of Bolt: " + savepoint);
  }
}
