package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/**
 * Runs the statements of one SQLite session that do not control its transaction.
 *
 * <p>A query hands out its rows as SQLite finds them. All others are run to their end at once.
 * Confined to the thread that uses the session.
 */
final class SqliteRunner implements AutoCloseable {

  private static final Object[] NO_PARAMETERS = {};

  private final SqliteSession session;
  private final SqliteStatements statements;
  private final SqliteTransaction transaction;
  private final LockWait locks;
  private final WriteTurn turn;
  private final SqlitePragmas pragmas;
  private final SqliteDurability durability;
  private final SqliteKeptRows kept;
  private final BooleanSupplier undone;

  SqliteRunner(
      SqliteSession session,
      SqliteStatements statements,
      SqliteTransaction transaction,
      LockWait locks,
      WriteTurn turn,
      SqlitePragmas pragmas,
      SqliteDurability durability,
      SqliteKeptRows kept) {
    this.session = session;
    this.statements = statements;
    this.transaction = transaction;
    this.locks = locks;
    this.turn = turn;
    this.pragmas = pragmas;
    this.durability = durability;
    this.kept = kept;
    this.undone = transaction::undone;
  }

  /** Runs a statement. */
  Reply run(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    transaction.requireUsable();
    StatementKind kind = statement.kind();
    if (options.onlyIfRead() && !kind.mayBeRead()) {
      throw ErrorCode.READ_ONLY.exception("Not a read: " + statement.text());
    }
    if (kind.mayBeRead()) {
      return read(statement, parameters, options);
    }
    SqlitePrepared prepared = take(statement, options.keys());
    Reply reply;
    try {
      boolean rows = execute(prepared, statement, parameters, options);
      transaction.used(true);
      reply = writeReply(prepared, rows, statement, options);
    } finally {
      if (!transaction.state().open()) {
        // SQLite has committed what the statement wrote by itself.
        turn.giveBack();
      }
    }
    if (!transaction.state().open() && takesLock(statement)) {
      durability.await();
    }
    return reply;
  }

  /** Runs a statement for one row of a batch and returns the number of rows it changed. */
  long runBatchRow(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    transaction.requireUsable();
    if (transaction.state() == TransactionState.NONE) {
      pragmas.refuseWrites(options.readOnly());
      transaction.beginImplicitly(options.readOnly(), true);
    }
    SqlitePrepared prepared = statements.take(statement.text(), true);
    boolean rows = execute(prepared, statement, parameters, ExecuteOptions.IN_TRANSACTION);
    if (rows) {
      statements.drop(prepared);
      throw ErrorCode.INVALID_STATEMENT.exception(
          "A statement that returns rows cannot run in a batch: " + statement.text());
    }
    transaction.used(true);
    long changes = changes(prepared, statement);
    statements.give(prepared);
    return changes;
  }

  private SqlitePrepared take(SqlStatement statement, GeneratedKeys keys) throws SQLException {
    StatementKind kind = statement.kind();
    boolean keep = kind == StatementKind.QUERY || kind == StatementKind.DML;
    String sql =
        returnsKeys(statement, keys)
            ? SqliteKeys.returning(statement, keys.names())
            : durability.text(statement);
    return statements.take(sql, keep);
  }

  private static boolean returnsKeys(SqlStatement statement, GeneratedKeys keys) {
    return keys.wanted()
        && !keys.names().isEmpty()
        && statement.kind() == StatementKind.DML
        && !SqliteKeys.hasReturning(statement);
  }

  private boolean execute(
      SqlitePrepared prepared, SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    try {
      prepared.requireParameters(parameters);
      enter(statement, options);
      prepared.set(parameters, 0);
      if (takesLock(statement)) {
        return transaction.write(prepared);
      }
      transaction.refuseRepeat("the transaction has used a PRAGMA, a temporary table or ATTACH");
      if (changesFiles(statement)) {
        transaction.changeFiles();
      }
      return locks.run(undone, prepared);
    } catch (SQLException e) {
      statements.drop(prepared);
      throw e;
    }
  }

  private Reply read(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    SqlitePrepared prepared = take(statement, GeneratedKeys.NONE);
    RecordedRead read;
    boolean rows;
    try {
      prepared.requireParameters(parameters);
      enter(statement, options);
      session.onlyReads();
      prepared.set(parameters, options.maxRows());
      read = transaction.record(statement, prepared);
      rows = read == null ? locks.run(undone, prepared) : read.run(locks, undone);
      transaction.seen();
    } catch (SQLException e) {
      statements.drop(prepared);
      throw e;
    }
    transaction.used(false);
    Cursor cursor = rows ? cursor(prepared, read) : null;
    return new Reply(cursor, rows ? -1 : 0, null, transaction.fate(), true, false);
  }

  /** Brings the session into the transaction that a statement is to run in. */
  private void enter(SqlStatement statement, ExecuteOptions options) throws SQLException {
    pragmas.refuseWrites(options.readOnly() || options.onlyIfRead());
    boolean mayWrite = takesLock(statement) || changesFiles(statement);
    if (!options.autoCommit()
        && transaction.state() == TransactionState.NONE
        && worksInTransaction(statement)) {
      transaction.beginImplicitly(options.readOnly(), mayWrite);
    }
    transaction.enter(mayWrite);
  }

  /** Whether a statement changes which files a transaction of the session may lock. */
  private static boolean changesFiles(SqlStatement statement) {
    return statement.kind() == StatementKind.ATTACH || statement.kind() == StatementKind.DETACH;
  }

  /** Whether a statement may take SQLite's write lock; where it is not sure, yes. */
  private static boolean takesLock(SqlStatement statement) {
    return switch (statement.kind()) {
      case QUERY, EXPLAIN, TEMPORARY_DDL, ATTACH, DETACH -> false;
      case PRAGMA -> SqlitePragmas.mayTakeLock(statement);
      default -> true;
    };
  }

  /** Most PRAGMAs, ATTACH, DETACH and VACUUM do not work within a transaction, so begin none. */
  private static boolean worksInTransaction(SqlStatement statement) {
    return switch (statement.kind()) {
      case PRAGMA -> SqlitePragmas.transactional(statement);
      case ATTACH, DETACH, MAINTENANCE -> false;
      default -> true;
    };
  }

  private Cursor cursor(SqlitePrepared prepared, RecordedRead read) throws SQLException {
    return session.open(prepared.rows(), read, () -> statements.give(prepared));
  }

  private Reply writeReply(
      SqlitePrepared prepared, boolean rows, SqlStatement statement, ExecuteOptions options)
      throws SQLException {
    boolean asKeys = returnsKeys(statement, options.keys());
    Cursor copy = rows ? copy(prepared, asKeys ? 0 : options.maxRows()) : null;
    long changes = changes(prepared, statement);
    statements.give(prepared);
    pragmas.learn(statement);
    if (changesFiles(statement)) {
      turn.databasesChanged();
    }
    boolean changed = changesSession(statement.kind());
    if (asKeys) {
      return new Reply(null, changes, copy, transaction.fate(), false, changed);
    }
    Cursor keys = options.keys().wanted() ? lastRowid(statement, changes) : null;
    return new Reply(copy, rows ? -1 : changes, keys, transaction.fate(), false, changed);
  }

  private Cursor copy(SqlitePrepared prepared, long maxRows) throws SQLException {
    SqliteKeptRows.Kept rows;
    try (ResultSet source = prepared.rows()) {
      rows = kept.keep(prepared.statement(), source, source::next, maxRows);
    } catch (SQLException e) {
      statements.drop(prepared);
      throw e;
    }
    return new SqliteCursor(session, rows.rows(), null, () -> kept.forget(rows));
  }

  private Cursor lastRowid(SqlStatement statement, long changes) throws SQLException {
    boolean inserted = changes > 0 && SqliteKeys.inserts(statement);
    SqlitePrepared prepared =
        statements.take(inserted ? SqliteKeys.LAST_ROWID : SqliteKeys.NO_ROWID, true);
    prepared.set(NO_PARAMETERS, 0);
    prepared.run();
    return cursor(prepared, null);
  }

  /** SQLite tells of the last INSERT, UPDATE or DELETE, whatever has run since. */
  private static long changes(SqlitePrepared prepared, SqlStatement statement) throws SQLException {
    return statement.kind() == StatementKind.DML ? prepared.changes() : 0;
  }

  private static boolean changesSession(StatementKind kind) {
    return switch (kind) {
      case ATTACH, DETACH, TEMPORARY_DDL, PRAGMA -> true;
      default -> false;
    };
  }

  @Override
  public void close() throws SQLException {
    kept.close();
  }
}
