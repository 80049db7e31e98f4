package dev.bolt.engine;

import dev.bolt.rows.ColumnInfo;
import dev.bolt.rows.RowShape;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Copies what a driver says of the columns of a result. Stateless. */
final class DriverShapes {

  private DriverShapes() {}

  /**
   * The columns of a result.
   *
   * @param className what to call a class that the driver names
   */
  static RowShape shape(ResultSetMetaData metadata, UnaryOperator<String> className)
      throws SQLException {
    List<ColumnInfo> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(
          new ColumnInfo(
              metadata.getColumnLabel(i),
              metadata.getColumnName(i),
              metadata.getColumnTypeName(i),
              metadata.getColumnType(i),
              className.apply(metadata.getColumnClassName(i)),
              metadata.getPrecision(i),
              metadata.getScale(i),
              metadata.getColumnDisplaySize(i),
              metadata.isNullable(i),
              flags(metadata, i),
              metadata.getSchemaName(i),
              metadata.getTableName(i),
              metadata.getCatalogName(i)));
    }
    return new RowShape(columns);
  }

  private static int flags(ResultSetMetaData metadata, int column) throws SQLException {
    return flag(metadata.isAutoIncrement(column), ColumnInfo.AUTO_INCREMENT)
        | flag(metadata.isCaseSensitive(column), ColumnInfo.CASE_SENSITIVE)
        | flag(metadata.isSearchable(column), ColumnInfo.SEARCHABLE)
        | flag(metadata.isCurrency(column), ColumnInfo.CURRENCY)
        | flag(metadata.isSigned(column), ColumnInfo.SIGNED)
        | flag(metadata.isReadOnly(column), ColumnInfo.READ_ONLY)
        | flag(metadata.isWritable(column), ColumnInfo.WRITABLE)
        | flag(metadata.isDefinitelyWritable(column), ColumnInfo.DEFINITELY_WRITABLE);
  }

  private static int flag(boolean set, int flag) {
    return set ? flag : 0;
  }
}
