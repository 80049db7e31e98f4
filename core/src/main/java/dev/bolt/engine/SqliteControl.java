package dev.bolt.engine;

import dev.bolt.EngineKind;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.TransactionStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/**
 * Runs the statements that control the transaction of one SQLite session, given as SQL. Confined to
 * the thread that uses the session.
 */
final class SqliteControl {

  private final SQLiteConnection connection;
  private final SqliteTransaction transaction;
  private final SqlitePragmas pragmas;

  SqliteControl(SQLiteConnection connection, SqliteTransaction transaction, SqlitePragmas pragmas) {
    this.connection = connection;
    this.transaction = transaction;
    this.pragmas = pragmas;
  }

  /** Runs one of BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK TO. */
  Reply run(SqlStatement statement, ExecuteOptions options) throws SQLException {
    TransactionStatement words = TransactionStatement.of(statement, EngineKind.SQLITE);
    switch (statement.kind()) {
      case BEGIN -> begin(statement, words, options);
      case COMMIT -> transaction.commit();
      case ROLLBACK -> transaction.rollback();
      case SAVEPOINT -> savepoint(statement, words, options);
      case RELEASE -> transaction.release(statement, words.savepoint());
      default -> transaction.rollbackTo(statement, words.savepoint());
    }
    return new Reply(null, -1, null, transaction.fate(), false, false);
  }

  private void begin(SqlStatement statement, TransactionStatement words, ExecuteOptions options)
      throws SQLException {
    // Only to have the engine refuse what is not its own syntax.
    connection.prepareStatement(statement.text()).close();
    pragmas.refuseWrites(options.readOnly());
    transaction.begin(options.readOnly(), words.locking());
  }

  private void savepoint(SqlStatement statement, TransactionStatement words, ExecuteOptions options)
      throws SQLException {
    pragmas.refuseWrites(options.readOnly());
    transaction.savepoint(statement, words.savepoint(), options.autoCommit(), options.readOnly());
  }
}
