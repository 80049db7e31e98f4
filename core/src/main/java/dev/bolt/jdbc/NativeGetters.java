package dev.bolt.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** The many getters of a result brought down to one, which asks the driver's result set. */
abstract class NativeGetters implements GettersByLabel {
  /** A getter of the driver's result set. */
  interface Getter<T> {
    T of(ResultSet rows, int column) throws SQLException;
  }

  /** Asks the driver's result set for a value of the current row. */
  abstract <T> T get(int column, Getter<T> getter) throws SQLException;

  @Override
  public String getString(int column) throws SQLException {
    return get(column, ResultSet::getString);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    return get(column, ResultSet::getBoolean);
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return get(column, ResultSet::getByte);
  }

  @Override
  public short getShort(int column) throws SQLException {
    return get(column, ResultSet::getShort);
  }

  @Override
  public int getInt(int column) throws SQLException {
    return get(column, ResultSet::getInt);
  }

  @Override
  public long getLong(int column) throws SQLException {
    return get(column, ResultSet::getLong);
  }

  @Override
  public float getFloat(int column) throws SQLException {
    return get(column, ResultSet::getFloat);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    return get(column, ResultSet::getDouble);
  }

  @Override
  public BigDecimal getBigDecimal(int column) throws SQLException {
    return get(column, ResultSet::getBigDecimal);
  }

  @Override
  public byte[] getBytes(int column) throws SQLException {
    return get(column, ResultSet::getBytes);
  }

  @Override
  public Date getDate(int column) throws SQLException {
    return get(column, ResultSet::getDate);
  }

  @Override
  public Time getTime(int column) throws SQLException {
    return get(column, ResultSet::getTime);
  }

  @Override
  public Timestamp getTimestamp(int column) throws SQLException {
    return get(column, ResultSet::getTimestamp);
  }

  @Override
  public Object getObject(int column) throws SQLException {
    return get(column, ResultSet::getObject);
  }

  @Override
  public Array getArray(int column) throws SQLException {
    return get(column, ResultSet::getArray);
  }

  @Override
  public Blob getBlob(int column) throws SQLException {
    return get(column, ResultSet::getBlob);
  }

  @Override
  public Clob getClob(int column) throws SQLException {
    return get(column, ResultSet::getClob);
  }

  @Override
  public NClob getNClob(int column) throws SQLException {
    return get(column, ResultSet::getNClob);
  }

  @Override
  public String getNString(int column) throws SQLException {
    return get(column, ResultSet::getNString);
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    return get(column, ResultSet::getRef);
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    return get(column, ResultSet::getRowId);
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    return get(column, ResultSet::getSQLXML);
  }

  @Override
  public URL getURL(int column) throws SQLException {
    return get(column, ResultSet::getURL);
  }

  @Override
  public InputStream getAsciiStream(int column) throws SQLException {
    return get(column, ResultSet::getAsciiStream);
  }

  @Override
  public InputStream getBinaryStream(int column) throws SQLException {
    return get(column, ResultSet::getBinaryStream);
  }

  @Override
  public Reader getCharacterStream(int column) throws SQLException {
    return get(column, ResultSet::getCharacterStream);
  }

  @Override
  public Reader getNCharacterStream(int column) throws SQLException {
    return get(column, ResultSet::getNCharacterStream);
  }

  @Override
  public Date getDate(int column, Calendar calendar) throws SQLException {
    return get(column, (result, index) -> result.getDate(index, calendar));
  }

  @Override
  public Time getTime(int column, Calendar calendar) throws SQLException {
    return get(column, (result, index) -> result.getTime(index, calendar));
  }

  @Override
  public Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
    return get(column, (result, index) -> result.getTimestamp(index, calendar));
  }

  @Override
  public <T> T getObject(int column, Class<T> type) throws SQLException {
    return get(column, (result, index) -> result.getObject(index, type));
  }

  @Override
  public Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
    return get(column, (result, index) -> result.getObject(index, map));
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    return get(column, (result, index) -> result.getBigDecimal(index, scale));
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(int column) throws SQLException {
    return get(column, (result, index) -> result.getUnicodeStream(index));
  }
}
