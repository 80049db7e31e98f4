package dev.bolt.engine;

import dev.bolt.rows.ColumnInfo;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ParameterMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.List;

/** Copies what DuckDB's driver says of results and parameters. Stateless. */
final class DuckDbShapes {

  private DuckDbShapes() {}

  static RowShape shape(ResultSetMetaData metadata) throws SQLException {
    List<ColumnInfo> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(
          new ColumnInfo(
              metadata.getColumnLabel(i),
              metadata.getColumnName(i),
              metadata.getColumnTypeName(i),
              metadata.getColumnType(i),
              className(metadata.getColumnClassName(i)),
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

  static List<ParameterInfo> parameters(ParameterMetaData metadata) throws SQLException {
    List<ParameterInfo> parameters = new ArrayList<>();
    for (int i = 1; i <= metadata.getParameterCount(); i++) {
      parameters.add(
          new ParameterInfo(
              metadata.getParameterType(i),
              metadata.getParameterTypeName(i),
              className(metadata.getParameterClassName(i)),
              metadata.getPrecision(i),
              metadata.getScale(i),
              metadata.isSigned(i),
              metadata.isNullable(i),
              metadata.getParameterMode(i)));
    }
    return parameters;
  }

  /** The driver's own classes stand for the interfaces that they implement. */
  private static String className(String driverClass) {
    return switch (driverClass) {
      case "org.duckdb.DuckDBArray" -> Array.class.getName();
      case "org.duckdb.DuckDBStruct" -> Struct.class.getName();
      case "org.duckdb.DuckDBResultSet$DuckDBBlobResult" -> Blob.class.getName();
      default -> driverClass;
    };
  }
}
