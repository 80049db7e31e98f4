package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.engine.Cursor;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/**
 * The rows of an engine that runs in this process, read through its own driver: its conversions are
 * kept, its errors get an SQLState.
 *
 * <p>Moved and closed under the lock of the connection; values of the current row are read without
 * it.
 */
final class NativeResultSet extends NativeGetters
    implements ForwardOnly, NoRowUpdates, NoUpdatesByIndex, NoUpdatesByLabel, Unwrapping {
  private final GuardedSession session;
  private final BoltStatement owner;
  private final Cursor.Native cursor;
  private final boolean allowUnwrap;
  private volatile boolean closed;

  NativeResultSet(
      GuardedSession session, BoltStatement owner, Cursor.Native cursor, boolean allowUnwrap) {
    this.session = session;
    this.owner = owner;
    this.cursor = cursor;
    this.allowUnwrap = allowUnwrap;
  }

  private void requireOpen() throws SQLException {
    session.requireOpen();
    if (closed) {
      throw ErrorCode.CLOSED.exception("The result set is closed");
    }
  }

  @Override
  <T> T get(int column, Getter<T> getter) throws SQLException {
    requireOpen();
    try {
      return getter.of(cursor.resultSet(), column);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** The drivers give no SQLState where a value does not convert, or there is no such column. */
  private static SQLException refused(SQLException e) {
    return e.getSQLState() == null
        ? ErrorCode.DATA.exception(e.getMessage(), e.getErrorCode(), e)
        : e;
  }

  @Override
  public boolean next() throws SQLException {
    requireOpen();
    session.enter(owner);
    try {
      return cursor.next();
    } finally {
      session.leave(owner);
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    session.close(cursor);
    if (owner != null) {
      owner.resultClosed();
    }
  }

  @Override
  public boolean isClosed() {
    return closed || session.isClosed();
  }

  @Override
  public Statement getStatement() throws SQLException {
    requireOpen();
    return owner;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    requireOpen();
    try {
      return cursor.named().findColumn(label);
    } catch (SQLException e) {
      throw ErrorCode.UNKNOWN_COLUMN.exception("The result has no column " + label, e);
    }
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return get(0, (result, none) -> cursor.named().getMetaData());
  }

  @Override
  public boolean wasNull() throws SQLException {
    return get(0, (result, none) -> result.wasNull());
  }

  @Override
  public int getRow() throws SQLException {
    return get(0, (result, none) -> cursor.row());
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return get(0, (result, none) -> result.isBeforeFirst());
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return get(0, (result, none) -> result.isAfterLast());
  }

  @Override
  public boolean isFirst() throws SQLException {
    return get(0, (result, none) -> cursor.row() == 1);
  }

  @Override
  public int getType() throws SQLException {
    return get(0, (result, none) -> result.getType());
  }

  @Override
  public int getConcurrency() throws SQLException {
    return get(0, (result, none) -> result.getConcurrency());
  }

  @Override
  public int getHoldability() throws SQLException {
    requireOpen();
    return HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return get(0, (result, none) -> result.getFetchDirection());
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    requireOpen();
    if (direction != FETCH_FORWARD) {
      throw Refusal.navigation("setFetchDirection");
    }
  }

  @Override
  public int getFetchSize() throws SQLException {
    return get(0, (result, none) -> result.getFetchSize());
  }

  @Override
  public void setFetchSize(int size) throws SQLException {
    get(
        size,
        (result, rowCount) -> {
          result.setFetchSize(rowCount);
          return null;
        });
  }

  @Override
  public String getCursorName() throws SQLException {
    throw AbstractConnection.notSupported("A named cursor");
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    requireOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    requireOpen();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return allowUnwrap && type.isInstance(cursor.resultSet())
        ? type.cast(cursor.named())
        : Unwrapping.super.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return allowUnwrap && type.isInstance(cursor.resultSet())
        || Unwrapping.super.isWrapperFor(type);
  }
}
