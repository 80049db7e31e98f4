package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.rows.ColumnInfo;
import dev.bolt.rows.RowShape;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** The metadata of a result, from its shape. Immutable. */
final class ShapeMetaData implements ResultSetMetaData {

  private final RowShape shape;

  ShapeMetaData(RowShape shape) {
    this.shape = shape;
  }

  private ColumnInfo column(int index) throws SQLException {
    if (index < 1 || index > shape.width()) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The result has the columns 1 to " + shape.width() + ", no column " + index);
    }
    return shape.columns().get(index - 1);
  }

  @Override
  public int getColumnCount() {
    return shape.width();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).label();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return column(column).name();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return column(column).typeName();
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return column(column).sqlType();
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return column(column).className();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return column(column).precision();
  }

  @Override
  public int getScale(int column) throws SQLException {
    return column(column).scale();
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return column(column).displaySize();
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).nullable();
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return column(column).schema();
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return column(column).table();
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return column(column).catalog();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return column(column).is(ColumnInfo.AUTO_INCREMENT);
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return column(column).is(ColumnInfo.CASE_SENSITIVE);
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return column(column).is(ColumnInfo.SEARCHABLE);
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return column(column).is(ColumnInfo.CURRENCY);
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return column(column).is(ColumnInfo.SIGNED);
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return column(column).is(ColumnInfo.READ_ONLY);
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return column(column).is(ColumnInfo.WRITABLE);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return column(column).is(ColumnInfo.DEFINITELY_WRITABLE);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw ErrorCode.INVALID_ARGUMENT.exception("The metadata wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
