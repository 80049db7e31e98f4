package dev.bolt.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
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

/** Refuses to change a column that is named by its label. */
interface NoUpdatesByLabel extends ResultSet {

  @Override
  default void updateArray(String label, Array value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateAsciiStream(String label, InputStream value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateAsciiStream(String label, InputStream value, int length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateAsciiStream(String label, InputStream value, long length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBigDecimal(String label, BigDecimal value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBinaryStream(String label, InputStream value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBinaryStream(String label, InputStream value, int length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBinaryStream(String label, InputStream value, long length)
      throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBlob(String label, InputStream value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBlob(String label, InputStream value, long length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBlob(String label, Blob value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBoolean(String label, boolean value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateByte(String label, byte value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateBytes(String label, byte[] value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateCharacterStream(String label, Reader value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateCharacterStream(String label, Reader value, int length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateCharacterStream(String label, Reader value, long length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateClob(String label, Reader value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateClob(String label, Reader value, long length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateClob(String label, Clob value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateDate(String label, Date value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateDouble(String label, double value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateFloat(String label, float value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateInt(String label, int value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateLong(String label, long value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNCharacterStream(String label, Reader value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNCharacterStream(String label, Reader value, long length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNClob(String label, Reader value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNClob(String label, Reader value, long length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNClob(String label, NClob value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNString(String label, String value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateNull(String label) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateObject(String label, Object value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateObject(String label, Object value, int length) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateRef(String label, Ref value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateRowId(String label, RowId value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateSQLXML(String label, SQLXML value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateShort(String label, short value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateString(String label, String value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateTime(String label, Time value) throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateTimestamp(String label, Timestamp value) throws SQLException {
    throw Refusal.update();
  }
}
