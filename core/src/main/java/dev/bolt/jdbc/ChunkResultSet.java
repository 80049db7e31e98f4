package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.engine.Cursor;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.Column;
import dev.bolt.rows.Numbers;
import dev.bolt.rows.Temporals;
import dev.bolt.rows.TypedValues;
import dev.bolt.rows.Values;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/**
 * A result in columns, row by row. The getters return what DuckDB's own driver returns, and throw
 * an {@link SQLException} also where that one lets another exception escape.
 *
 * <p>Confined to one thread at a time.
 */
final class ChunkResultSet extends AbstractResultSet {

  private static final Values VALUES = new Values(ArrayElements::open);
  private static final TypedValues TYPED_VALUES = new TypedValues(VALUES);
  private static final Column[] NO_ROW = {};

  private final Statement owner;
  private final Cursor.Chunks cursor;
  private Chunk chunk;
  private Column[] columns = NO_ROW;
  private int row;
  private long rowsBefore;
  private boolean ended;
  private boolean wasNull;
  private boolean closed;

  /**
   * A result set before its first row.
   *
   * @param owner the statement, or null
   * @param cursor the rows; closed with this result set
   */
  ChunkResultSet(Statement owner, Cursor.Chunks cursor) {
    this.owner = owner;
    this.cursor = cursor;
  }

  @Override
  public boolean next() throws SQLException {
    requireOpen();
    if (chunk != null && ++row < chunk.rows()) {
      return true;
    }
    return !ended && fetch();
  }

  private boolean fetch() throws SQLException {
    rowsBefore += chunk == null ? 0 : chunk.rows();
    chunk = cursor.atEnd() ? null : cursor.next();
    row = 0;
    if (chunk == null) {
      ended = true;
      columns = NO_ROW;
      return false;
    }
    columns = chunk.columns().toArray(NO_ROW);
    return true;
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      chunk = null;
      columns = NO_ROW;
      cursor.close();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public Statement getStatement() throws SQLException {
    requireOpen();
    return owner;
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    return new ShapeMetaData(cursor.shape());
  }

  /** The number of the current row, from 1; 0 where there is none. */
  @Override
  public int getRow() throws SQLException {
    requireOpen();
    return chunk == null ? 0 : (int) (rowsBefore + row + 1);
  }

  @Override
  public boolean wasNull() throws SQLException {
    requireOpen();
    return wasNull;
  }

  /** A column of the current row; notes whether its value is null. */
  private Column column(int index) throws SQLException {
    if (index < 1 || index > columns.length) {
      throw unreadable(index);
    }
    Column column = columns[index - 1];
    wasNull = column.isNull(row);
    return column;
  }

  private SQLException unreadable(int index) throws SQLException {
    requireOpen();
    if (chunk == null) {
      return ErrorCode.INVALID_ARGUMENT.exception(
          ended ? "The rows are at their end" : "There is no row yet; call next() first");
    }
    return ErrorCode.INVALID_ARGUMENT.exception(
        "The result has the columns 1 to " + columns.length + ", no column " + index);
  }

  @Override
  public boolean getBoolean(int index) throws SQLException {
    Column column = column(index);
    return !wasNull && Numbers.booleanValue(column, row);
  }

  @Override
  public byte getByte(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? 0 : Numbers.byteValue(column, row);
  }

  @Override
  public short getShort(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? 0 : Numbers.shortValue(column, row);
  }

  @Override
  public int getInt(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? 0 : Numbers.intValue(column, row);
  }

  @Override
  public long getLong(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? 0 : Numbers.longValue(column, row);
  }

  /** NaN for null, as the engine's own driver has it. */
  @Override
  public float getFloat(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? Float.NaN : Numbers.floatValue(column, row);
  }

  /** NaN for null, as the engine's own driver has it. */
  @Override
  public double getDouble(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? Double.NaN : Numbers.doubleValue(column, row);
  }

  @Override
  public BigDecimal getBigDecimal(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : Numbers.bigDecimal(column, row);
  }

  @Override
  public String getString(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : VALUES.text(column, chunk.rendering(index - 1), row);
  }

  @Override
  public byte[] getBytes(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : Values.bytes(column, row);
  }

  @Override
  public Blob getBlob(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : Values.blob(column, row);
  }

  @Override
  public Array getArray(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : VALUES.array(column, row);
  }

  @Override
  public Date getDate(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : Temporals.date(column, row);
  }

  @Override
  public Time getTime(int index, Calendar calendar) throws SQLException {
    Column column = column(index);
    return wasNull ? null : Temporals.time(column, row, calendar);
  }

  @Override
  public Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
    Column column = column(index);
    return wasNull ? null : Temporals.timestamp(column, row, calendar);
  }

  @Override
  public Object getObject(int index) throws SQLException {
    Column column = column(index);
    return wasNull ? null : VALUES.object(column, row);
  }

  @Override
  public <T> T getObject(int index, Class<T> type) throws SQLException {
    Column column = column(index);
    if (type == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("getObject without a class");
    }
    if (wasNull) {
      return null;
    }
    return type == String.class
        ? type.cast(getString(index))
        : TYPED_VALUES.read(column, row, type);
  }
}
