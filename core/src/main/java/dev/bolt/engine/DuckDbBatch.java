package dev.bolt.engine;

import dev.bolt.rows.BatchPieces;
import dev.bolt.rows.ColumnRows;
import dev.bolt.sql.PlainInsert;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Runs the rows of one batch in the open transaction: many with one statement where that is the
 * same, else one by one. Used once, by the thread that uses the session.
 */
final class DuckDbBatch {

  private final DuckDbRunner runner;
  private final DuckDbTransaction transaction;
  private final SqlStatement statement;
  private final Duration timeout;
  private final long[] counts;
  private int done;

  /**
   * A batch that has not begun.
   *
   * @param rows how many it has
   */
  DuckDbBatch(
      DuckDbRunner runner,
      DuckDbTransaction transaction,
      SqlStatement statement,
      Duration timeout,
      int rows) {
    this.runner = runner;
    this.transaction = transaction;
    this.statement = statement;
    this.timeout = timeout;
    this.counts = new long[rows];
  }

  /** Runs rows one by one. */
  void run(List<Object[]> rows) throws SQLException {
    for (Object[] row : rows) {
      counts[done] = runner.runBatchRow(statement, row, timeout);
      transaction.used();
      done++;
    }
  }

  /**
   * Runs rows, many at once where they are alike.
   *
   * @param insert what the statement is
   * @param inserts says which rows are
   */
  void run(List<Object[]> rows, PlainInsert insert, BulkRows bulk, BulkInserts inserts)
      throws SQLException {
    Iterator<List<Object[]>> pieces =
        rows instanceof ColumnRows ? List.of(rows).iterator() : new BatchPieces(rows);
    while (pieces.hasNext()) {
      List<Object[]> piece = pieces.next();
      if (piece instanceof ColumnRows columns && inserts.fits(statement, columns)) {
        runner.runBulk(bulk, insert, columns, timeout);
        transaction.used();
        Arrays.fill(counts, done, done + columns.size(), 1);
        done += columns.size();
      } else {
        run(piece);
      }
    }
  }

  /** The number of rows that have run; none after them. */
  int done() {
    return done;
  }

  /** The update counts of rows, those that have run first. */
  long[] counts() {
    return counts;
  }
}
