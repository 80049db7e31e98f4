package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;

/** What a statement is told about how to run, and what is the same for every statement. */
abstract class StatementSettings implements Statement, Unwrapping {
  private long maxRows;
  private int fetchSize;
  private Duration timeout;
  private boolean poolable;

  abstract void requireOpen() throws SQLException;

  /** The time each statement of the text may take, or null. */
  final Duration timeout() {
    return timeout;
  }

  final long maxRows() {
    return maxRows;
  }

  @Override
  public final int getQueryTimeout() throws SQLException {
    requireOpen();
    return timeout == null ? 0 : (int) timeout.toSeconds();
  }

  @Override
  public final void setQueryTimeout(int seconds) throws SQLException {
    requireOpen();
    requireNotNegative("The query timeout", seconds);
    timeout = seconds == 0 ? null : Duration.ofSeconds(seconds);
  }

  @Override
  public final int getMaxRows() throws SQLException {
    return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
  }

  @Override
  public final void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public final long getLargeMaxRows() throws SQLException {
    requireOpen();
    return maxRows;
  }

  @Override
  public final void setLargeMaxRows(long max) throws SQLException {
    requireOpen();
    requireNotNegative("The number of rows", max);
    maxRows = max;
  }

  @Override
  public final int getFetchSize() throws SQLException {
    requireOpen();
    return fetchSize;
  }

  /** A hint that is kept and not followed: rows come in chunks of a size that suits the engine. */
  @Override
  public final void setFetchSize(int rows) throws SQLException {
    requireOpen();
    requireNotNegative("The fetch size", rows);
    fetchSize = rows;
  }

  @Override
  public final int getFetchDirection() throws SQLException {
    requireOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public final void setFetchDirection(int direction) throws SQLException {
    requireOpen();
    if (direction != ResultSet.FETCH_FORWARD) {
      throw AbstractConnection.notSupported("A fetch direction other than forward");
    }
  }

  /** Always 0: values have no limit. */
  @Override
  public final int getMaxFieldSize() throws SQLException {
    requireOpen();
    return 0;
  }

  /** Has no effect: values are never cut. */
  @Override
  public final void setMaxFieldSize(int max) throws SQLException {
    requireOpen();
    requireNotNegative("The field size", max);
  }

  /** Has no effect: the engines know no JDBC escapes, nor do their own drivers. */
  @Override
  public final void setEscapeProcessing(boolean enable) throws SQLException {
    requireOpen();
  }

  @Override
  public final void setCursorName(String name) throws SQLException {
    throw AbstractConnection.notSupported("A named cursor");
  }

  @Override
  public final int getResultSetType() throws SQLException {
    requireOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public final int getResultSetConcurrency() throws SQLException {
    requireOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public final int getResultSetHoldability() throws SQLException {
    requireOpen();
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public final boolean isPoolable() throws SQLException {
    requireOpen();
    return poolable;
  }

  @Override
  public final void setPoolable(boolean wanted) throws SQLException {
    requireOpen();
    poolable = wanted;
  }

  @Override
  public final SQLWarning getWarnings() throws SQLException {
    requireOpen();
    return null;
  }

  @Override
  public final void clearWarnings() throws SQLException {
    requireOpen();
  }

  private static void requireNotNegative(String what, long value) throws SQLException {
    if (value < 0) {
      throw ErrorCode.INVALID_ARGUMENT.exception(what + " is negative: " + value);
    }
  }
}
