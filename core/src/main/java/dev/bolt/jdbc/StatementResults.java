package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The results of one execution in the order of the statements, and which of them is the current
 * one. Guarded by the session.
 */
final class StatementResults {
  /**
   * What one statement returned.
   *
   * @param rows its rows, or null
   * @param count its update count, or -1
   */
  record Result(ResultSet rows, long count) {
    static final Result NONE = new Result(null, -1);
  }

  private final Deque<Result> coming = new ArrayDeque<>();
  private final List<ResultSet> kept = new ArrayList<>();
  private Result current = Result.NONE;
  private ResultSet keys;

  void add(Result result) {
    coming.add(result);
  }

  /** Takes the generated keys in place of those of an earlier statement. */
  void replaceKeys(ResultSet generated) throws SQLException {
    close(keys);
    keys = generated;
  }

  /** The generated keys, or null. */
  ResultSet keys() {
    return keys;
  }

  ResultSet rows() {
    return current.rows();
  }

  long count() {
    return current.count();
  }

  /** Makes the next result the current one, whatever becomes of the one before. */
  boolean next() {
    current = coming.isEmpty() ? Result.NONE : coming.remove();
    return current.rows() != null;
  }

  /** Makes the next result that has rows the current one; false when there is none. */
  boolean nextRows() {
    while (!coming.isEmpty()) {
      if (next()) {
        return true;
      }
    }
    current = Result.NONE;
    return false;
  }

  /**
   * The same as {@link #next}, after JDBC's rule for the rows before it.
   *
   * @param mode a constant of {@link Statement}
   */
  boolean next(int mode) throws SQLException {
    ResultSet before = current.rows();
    switch (mode) {
      case Statement.CLOSE_CURRENT_RESULT -> close(before);
      case Statement.CLOSE_ALL_RESULTS -> {
        close(before);
        closeKept();
      }
      case Statement.KEEP_CURRENT_RESULT -> {
        if (before != null) {
          kept.add(before);
        }
      }
      default ->
          throw ErrorCode.INVALID_ARGUMENT.exception(
              mode + " is none of the ways of getMoreResults to treat the current result");
    }
    return next();
  }

  /** The sum of what the statements changed, if none has rows; else -1. */
  long sumOfCounts() {
    long sum = 0;
    for (Result result : coming) {
      if (result.rows() != null) {
        return -1;
      }
      sum += Math.max(0, result.count());
    }
    return sum;
  }

  /** Whether there is no open result left, now or to come. */
  boolean allClosed() throws SQLException {
    for (Result result : coming) {
      if (isOpen(result.rows())) {
        return false;
      }
    }
    for (ResultSet rows : kept) {
      if (isOpen(rows)) {
        return false;
      }
    }
    return !isOpen(current.rows());
  }

  void closeAll() throws SQLException {
    ResultSet last = current.rows();
    current = Result.NONE;
    close(last);
    while (!coming.isEmpty()) {
      close(coming.remove().rows());
    }
    closeKept();
    replaceKeys(null);
  }

  private void closeKept() throws SQLException {
    while (!kept.isEmpty()) {
      close(kept.remove(kept.size() - 1));
    }
  }

  private static boolean isOpen(ResultSet rows) throws SQLException {
    return rows != null && !rows.isClosed();
  }

  private static void close(ResultSet rows) throws SQLException {
    if (rows != null) {
      rows.close();
    }
  }
}
