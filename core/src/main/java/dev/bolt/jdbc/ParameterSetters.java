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
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** The many setters of a prepared statement brought down to one. */
abstract class ParameterSetters extends BoltStatement implements PreparedStatement {
  private final ParameterConversion conversion;

  ParameterSetters(BoltConnection connection) {
    super(connection);
    this.conversion = new ParameterConversion(session().engine());
  }

  /** Sets a parameter to a value that a session takes. */
  abstract void set(int position, Object value) throws SQLException;

  @Override
  public final void setBoolean(int position, boolean value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setShort(int position, short value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setInt(int position, int value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setLong(int position, long value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setFloat(int position, float value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setDouble(int position, double value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setBigDecimal(int position, BigDecimal value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setString(int position, String value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setNString(int position, String value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setBytes(int position, byte[] value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setDate(int position, Date value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setTime(int position, Time value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setTimestamp(int position, Timestamp value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setByte(int position, byte value) throws SQLException {
    set(position, value);
  }

  @Override
  public final void setDate(int position, Date value, Calendar calendar) throws SQLException {
    set(position, conversion.of(value, calendar));
  }

  @Override
  public final void setTime(int position, Time value, Calendar calendar) throws SQLException {
    set(position, conversion.of(value, calendar));
  }

  @Override
  public final void setTimestamp(int position, Timestamp value, Calendar calendar)
      throws SQLException {
    set(position, conversion.of(value, calendar));
  }

  @Override
  public final void setNull(int position, int sqlType) throws SQLException {
    set(position, null);
  }

  @Override
  public final void setNull(int position, int sqlType, String typeName) throws SQLException {
    set(position, null);
  }

  @Override
  public final void setObject(int position, Object value) throws SQLException {
    set(position, conversion.of(value));
  }

  @Override
  public final void setObject(int position, Object value, int sqlType) throws SQLException {
    set(position, conversion.of(value, sqlType));
  }

  @Override
  public final void setObject(int position, Object value, int sqlType, int scaleOrLength)
      throws SQLException {
    set(position, conversion.of(value, sqlType));
  }

  @Override
  public final void setObject(int position, Object value, SQLType type) throws SQLException {
    set(position, conversion.of(value, type.getVendorTypeNumber()));
  }

  @Override
  public final void setObject(int position, Object value, SQLType type, int scaleOrLength)
      throws SQLException {
    setObject(position, value, type);
  }

  @Override
  public final void setArray(int position, Array value) throws SQLException {
    set(position, conversion.of((Object) value));
  }

  @Override
  public final void setBlob(int position, Blob value) throws SQLException {
    set(position, conversion.of((Object) value));
  }

  @Override
  public final void setClob(int position, Clob value) throws SQLException {
    set(position, conversion.of((Object) value));
  }

  @Override
  public final void setNClob(int position, NClob value) throws SQLException {
    set(position, conversion.of((Object) value));
  }

  @Override
  public final void setBlob(int position, InputStream value) throws SQLException {
    set(position, Streams.bytes(value, Streams.TO_END));
  }

  @Override
  public final void setBlob(int position, InputStream value, long length) throws SQLException {
    set(position, Streams.bytes(value, length));
  }

  @Override
  public final void setBinaryStream(int position, InputStream value) throws SQLException {
    set(position, Streams.bytes(value, Streams.TO_END));
  }

  @Override
  public final void setBinaryStream(int position, InputStream value, long length)
      throws SQLException {
    set(position, Streams.bytes(value, length));
  }

  @Override
  public final void setBinaryStream(int position, InputStream value, int length)
      throws SQLException {
    set(position, Streams.bytes(value, length));
  }

  @Override
  public final void setClob(int position, Reader value) throws SQLException {
    set(position, Streams.text(value, Streams.TO_END));
  }

  @Override
  public final void setClob(int position, Reader value, long length) throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setNClob(int position, Reader value) throws SQLException {
    set(position, Streams.text(value, Streams.TO_END));
  }

  @Override
  public final void setNClob(int position, Reader value, long length) throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setCharacterStream(int position, Reader value) throws SQLException {
    set(position, Streams.text(value, Streams.TO_END));
  }

  @Override
  public final void setCharacterStream(int position, Reader value, long length)
      throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setNCharacterStream(int position, Reader value) throws SQLException {
    set(position, Streams.text(value, Streams.TO_END));
  }

  @Override
  public final void setNCharacterStream(int position, Reader value, long length)
      throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setCharacterStream(int position, Reader value, int length) throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setAsciiStream(int position, InputStream value) throws SQLException {
    set(position, Streams.text(value, Streams.TO_END));
  }

  @Override
  public final void setAsciiStream(int position, InputStream value, long length)
      throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setAsciiStream(int position, InputStream value, int length)
      throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  @Deprecated
  public final void setUnicodeStream(int position, InputStream value, int length)
      throws SQLException {
    set(position, Streams.text(value, length));
  }

  @Override
  public final void setRef(int position, Ref value) throws SQLException {
    throw AbstractConnection.notSupported("A REF as a parameter");
  }

  @Override
  public final void setRowId(int position, RowId value) throws SQLException {
    throw AbstractConnection.notSupported("A row id as a parameter");
  }

  @Override
  public final void setURL(int position, URL value) throws SQLException {
    throw AbstractConnection.notSupported("A URL as a parameter");
  }

  @Override
  public final void setSQLXML(int position, SQLXML value) throws SQLException {
    throw AbstractConnection.notSupported("SQLXML as a parameter");
  }
}
