package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all forward-only, read-only result sets have in common: columns are found by their labels
 * whatever their case, and what is not supported is refused.
 */
abstract class AbstractResultSet
    implements GettersByLabel, ForwardOnly, NoRowUpdates, NoUpdatesByIndex, NoUpdatesByLabel {

  private Map<String, Integer> indexes;
  private int fetchSize;

  /** Refuses to go on where the result set is closed. */
  final void requireOpen() throws SQLException {
    if (isClosed()) {
      throw ErrorCode.CLOSED.exception("The result set is closed");
    }
  }

  @Override
  public final int findColumn(String label) throws SQLException {
    requireOpen();
    if (indexes == null) {
      indexes = indexes(getMetaData());
    }
    Integer index = label == null ? null : indexes.get(label);
    if (index == null) {
      throw ErrorCode.UNKNOWN_COLUMN.exception(
          "The result has no column " + label + ", but " + indexes.keySet());
    }
    return index;
  }

  private static Map<String, Integer> indexes(ResultSetMetaData metadata) throws SQLException {
    Map<String, Integer> indexes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      indexes.putIfAbsent(metadata.getColumnLabel(i), i);
    }
    return indexes;
  }

  @Override
  public final int getType() throws SQLException {
    requireOpen();
    return TYPE_FORWARD_ONLY;
  }

  @Override
  public final int getConcurrency() throws SQLException {
    requireOpen();
    return CONCUR_READ_ONLY;
  }

  /** Results outlive the transaction that they were read in. */
  @Override
  public final int getHoldability() throws SQLException {
    requireOpen();
    return HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public final int getFetchDirection() throws SQLException {
    requireOpen();
    return FETCH_FORWARD;
  }

  @Override
  public final void setFetchDirection(int direction) throws SQLException {
    requireOpen();
    if (direction != FETCH_FORWARD && direction != FETCH_UNKNOWN) {
      throw Refusal.navigation("setFetchDirection");
    }
  }

  @Override
  public final int getFetchSize() throws SQLException {
    requireOpen();
    return fetchSize;
  }

  /** Takes the hint, and fetches as it is best for the engine. */
  @Override
  public final void setFetchSize(int rows) throws SQLException {
    requireOpen();
    if (rows < 0) {
      throw ErrorCode.INVALID_ARGUMENT.exception("A fetch size of " + rows + " rows; 0 or more");
    }
    fetchSize = rows;
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

  @Override
  public final Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
    if (map != null && !map.isEmpty()) {
      throw Refusal.getter("getObject with a map of types", "getObject with a class");
    }
    return getObject(column);
  }

  /** The calendar is of no use, as with the engine's own driver. */
  @Override
  public final Date getDate(int column, Calendar calendar) throws SQLException {
    return getDate(column);
  }

  @Override
  public final Time getTime(int column) throws SQLException {
    return getTime(column, null);
  }

  @Override
  public final Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public final String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  @Deprecated
  public final BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    throw Refusal.getter("getBigDecimal with a scale", "getBigDecimal and setScale");
  }

  @Override
  public final InputStream getAsciiStream(int column) throws SQLException {
    throw Refusal.getter("getAsciiStream", "getString");
  }

  @Override
  @Deprecated
  public final InputStream getUnicodeStream(int column) throws SQLException {
    throw Refusal.getter("getUnicodeStream", "getString");
  }

  @Override
  public final InputStream getBinaryStream(int column) throws SQLException {
    throw Refusal.getter("getBinaryStream", "getBytes");
  }

  @Override
  public final Reader getCharacterStream(int column) throws SQLException {
    throw Refusal.getter("getCharacterStream", "getString");
  }

  @Override
  public final Reader getNCharacterStream(int column) throws SQLException {
    throw Refusal.getter("getNCharacterStream", "getString");
  }

  @Override
  public final Clob getClob(int column) throws SQLException {
    throw Refusal.getter("getClob", "getString");
  }

  @Override
  public final NClob getNClob(int column) throws SQLException {
    throw Refusal.getter("getNClob", "getString");
  }

  @Override
  public final SQLXML getSQLXML(int column) throws SQLException {
    throw Refusal.getter("getSQLXML", "getString");
  }

  @Override
  public final URL getURL(int column) throws SQLException {
    throw Refusal.getter("getURL", "getString");
  }

  @Override
  public final Ref getRef(int column) throws SQLException {
    throw Refusal.getter("getRef", "getObject");
  }

  @Override
  public final RowId getRowId(int column) throws SQLException {
    throw Refusal.getter("getRowId", "the engine's column rowid");
  }

  @Override
  public final String getCursorName() throws SQLException {
    throw Refusal.getter("getCursorName", "a WHERE clause");
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw ErrorCode.INVALID_ARGUMENT.exception("A result set of Bolt wraps no " + type.getName());
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
