package dev.bolt.lock;

import dev.bolt.ErrorCode;
import java.nio.ByteBuffer;
import java.sql.SQLException;

/**
 * A count in the table that only grows: tokens, tickets. It stands there twice, as it is and as its
 * complement, so that one that somebody else has written is known; then it begins where new counts
 * begin, which is above all that can have been counted. For use inside a {@link Section}.
 */
final class Counter {

  /**
   * How far the clock may have been ahead where a count began that is not there any more: a year.
   */
  private static final long SLACK = 1L << 55;

  private final ByteBuffer bytes;
  private final int at;

  Counter(ByteBuffer bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The last number given. */
  long last() {
    return isRight() ? bytes.getLong(at) : LockClock.newCount();
  }

  /** A larger number cannot have been given. */
  long limit() {
    return isRight() ? bytes.getLong(at) : LockClock.newCount() + SLACK;
  }

  private boolean isRight() {
    long value = bytes.getLong(at);
    return value > 0 && bytes.getLong(at + Long.BYTES) == ~value;
  }

  /** Makes all later numbers larger than this one. */
  void raise(long least) {
    set(Math.max(last(), least));
  }

  /**
   * The next number.
   *
   * @throws SQLException with SQLState 53400 when there is none: somebody has written into the file
   */
  long next() throws SQLException {
    long last = last();
    if (last == Long.MAX_VALUE) {
      throw ErrorCode.TOO_MANY_LOCKS.exception(
          "The numbers of the lock file are used up, which takes longer than a century: another"
              + " program has written into it. End all processes that use the database's locks, and"
              + " delete the file 'locks' in the folder beside it");
    }
    set(last + 1);
    return last + 1;
  }

  private void set(long value) {
    bytes.putLong(at, value);
    bytes.putLong(at + Long.BYTES, ~value);
  }
}
