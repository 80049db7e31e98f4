package dev.bolt.engine;

import dev.bolt.sql.SqlStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A read of a transaction, what was asked and what was delivered: enough to ask again and to see
 * whether the answer is the same. Confined to the thread that uses the session.
 */
final class RecordedRead {

  private final TransactionReads reads;
  private final SqlStatement statement;
  private final SqlitePrepared prepared;
  private final Object[] bound;
  private final long maxRows;
  private final RowDigest rows = new RowDigest();
  private boolean recording = true;
  private boolean ended;
  private String failure;

  /**
   * A read that is about to run.
   *
   * @param prepared the statement, to which the values are bound
   */
  RecordedRead(TransactionReads reads, SqlStatement statement, SqlitePrepared prepared) {
    this.reads = reads;
    this.statement = statement;
    this.prepared = prepared;
    this.bound = prepared.statement().bound();
    this.maxRows = prepared.maxRows();
  }

  /** Runs it for the first time. */
  boolean run(LockWait locks, BooleanSupplier undone) throws SQLException {
    try {
      return locks.run(undone, prepared);
    } catch (SQLException e) {
      failed(e);
      throw e;
    }
  }

  /**
   * The client has asked for the next row.
   *
   * @param there whether there is one
   */
  void moved(boolean there) throws SQLException {
    if (!recording) {
      return;
    }
    if (there) {
      rows.add(prepared.statement());
      reads.countRow();
    } else {
      ended = true;
    }
  }

  /** The client was told that the read failed. */
  void failed(SQLException cause) {
    if (!recording) {
      return;
    }
    if (cause instanceof SQLiteException engine
        && engine.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
      reads.refuse("one of them was cancelled");
    } else {
      failure = cause.getMessage();
    }
  }

  /** What the client asks for from now on is not recorded. */
  void stop() {
    recording = false;
  }

  /** Runs the read again, and says whether that gives the same. */
  boolean repeats(SqliteStatements statements) throws SQLException {
    SqlitePrepared again = statements.take(statement.text(), true);
    again.setBound(bound, maxRows);
    RowDigest now = new RowDigest();
    try {
      boolean endedNow = again.run() && deliver(again, now);
      statements.give(again);
      return failure == null && ended == endedNow && rows.sameAs(now);
    } catch (SQLException e) {
      statements.drop(again);
      return e.getMessage().equals(failure) && rows.sameAs(now);
    }
  }

  /** Delivers as many rows as before, and says whether the end was seen. */
  private boolean deliver(SqlitePrepared again, RowDigest now) throws SQLException {
    try (ResultSet result = again.rows()) {
      while (now.rows() < rows.rows() && result.next()) {
        now.add(again.statement());
      }
      return (ended || failure != null) && !result.next();
    }
  }
}
