package dev.bolt.engine;

import dev.bolt.sql.SqlStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A read of a transaction, what was asked and how far it was read: enough to ask again.
 *
 * <p>What the rows said need not be kept, as the snapshot that they are from says it again, as long
 * as it stands. So a read is asked twice if the snapshot is left, and costs next to nothing if it
 * is not. Confined to the thread that uses the session.
 */
final class RecordedRead {

  private final TransactionReads reads;
  private final SqlStatement statement;
  private final SqlitePrepared prepared;
  private final Object[] bound;
  private final long maxRows;
  private long rows;
  private Answer before;
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
  void moved(boolean there) {
    if (!recording) {
      return;
    }
    if (there) {
      rows++;
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

  /**
   * Asks the snapshot that is about to be left.
   *
   * @return whether it says what the client was told, as far as that is known
   */
  boolean askBefore(SqliteStatements statements) throws SQLException {
    before = ask(statements);
    return before.rows.rows() == rows && before.endsLike(failure, ended);
  }

  /** Asks the newest snapshot, and says whether the answer is the same. */
  boolean repeats(SqliteStatements statements) throws SQLException {
    Answer now = ask(statements);
    return now.endsLike(before.failure, before.ended) && now.rows.sameAs(before.rows);
  }

  private Answer ask(SqliteStatements statements) throws SQLException {
    SqlitePrepared again = statements.take(statement.text(), true);
    again.setBound(bound, maxRows);
    RowDigest now = new RowDigest();
    try {
      boolean endedNow = again.run() && deliver(again, now);
      statements.give(again);
      return new Answer(now, endedNow, null);
    } catch (SQLException e) {
      statements.drop(again);
      return new Answer(now, false, e.getMessage());
    }
  }

  /** Delivers as many rows as before, and says whether the end was seen. */
  private boolean deliver(SqlitePrepared again, RowDigest now) throws SQLException {
    try (ResultSet result = again.rows()) {
      while (now.rows() < rows && result.next()) {
        now.add(again.statement());
      }
      return (ended || failure != null) && !result.next();
    }
  }

  /**
   * What a snapshot says, as far as it was read.
   *
   * @param ended whether the end was seen
   * @param failure the message of the error in which it ended, or null
   */
  private record Answer(RowDigest rows, boolean ended, String failure) {

    boolean endsLike(String otherFailure, boolean otherEnded) {
      return Objects.equals(failure, otherFailure) && (failure != null || ended == otherEnded);
    }
  }
}
