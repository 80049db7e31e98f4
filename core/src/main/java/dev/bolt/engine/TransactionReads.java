package dev.bolt.engine;

import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The reads of a transaction that has not written, for the case that they have to be repeated.
 *
 * <p>Recording ends, and what was recorded is forgotten, with the first thing that cannot be
 * repeated, and when there is too much. Confined to the thread that uses the session.
 */
final class TransactionReads {

  /** The reads that are repeated at most. */
  static final int MAX_READS = 1_000;

  /** The rows that are repeated at most, of all reads together. */
  static final int MAX_ROWS = 10_000;

  private final List<RecordedRead> reads = new ArrayList<>();
  private boolean recording;
  private long rows;
  private String refusal;

  /** A transaction begins that reads first. */
  void begin() {
    clear();
    recording = true;
  }

  /** The transaction is over, or will not need them. */
  void clear() {
    recording = false;
    refusal = null;
    forget();
  }

  /** Records a read that is about to run; null if nothing is recorded now. */
  RecordedRead record(SqlStatement statement, SqlitePrepared prepared) {
    if (!recording) {
      return null;
    }
    if (reads.size() == MAX_READS) {
      refuse("there are more than " + MAX_READS);
      return null;
    }
    if (prepared.mayVary(statement)) {
      refuse("one of them may give another answer each time");
      return null;
    }
    RecordedRead read = new RecordedRead(this, statement, prepared);
    reads.add(read);
    return read;
  }

  /** A row of one of them was delivered. */
  void countRow() {
    rows++;
    if (rows > MAX_ROWS) {
      refuse("they gave more than " + MAX_ROWS + " rows");
    }
  }

  /**
   * The reads cannot be repeated from now on.
   *
   * @param why the reason, the first of which counts, behind "they cannot be repeated: "
   */
  void refuse(String why) {
    if (recording) {
      recording = false;
      refusal = why;
      forget();
    }
  }

  /** Why the reads cannot be repeated, or null if they can. */
  String refusal() {
    return refusal;
  }

  /** Asks the snapshot that is about to be left, and says whether it knows all that was told. */
  boolean askBefore(SqliteStatements statements) throws SQLException {
    for (RecordedRead read : reads) {
      if (!read.askBefore(statements)) {
        return false;
      }
    }
    return true;
  }

  /** Runs the reads again on the newest snapshot, and says whether all give the same. */
  boolean repeat(SqliteStatements statements) throws SQLException {
    for (RecordedRead read : reads) {
      if (!read.repeats(statements)) {
        return false;
      }
    }
    return true;
  }

  private void forget() {
    reads.forEach(RecordedRead::stop);
    reads.clear();
    rows = 0;
  }
}
