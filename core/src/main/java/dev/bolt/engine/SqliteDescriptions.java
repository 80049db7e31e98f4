package dev.bolt.engine;

import dev.bolt.rows.ColumnInfo;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/** What the driver says of a statement that has not run. Stateless. */
final class SqliteDescriptions {

  /** A parameter takes any value; the driver calls it a string. */
  private static final ParameterInfo ANY =
      new ParameterInfo(
          Types.VARCHAR,
          "VARCHAR",
          String.class.getName(),
          0,
          0,
          true,
          ParameterMetaData.parameterNullable,
          ParameterMetaData.parameterModeIn);

  private SqliteDescriptions() {}

  static Description of(PreparedStatement statement) throws SQLException {
    int parameters = statement.getParameterMetaData().getParameterCount();
    boolean rows = ((CoreStatement) statement).pointer.safeRunInt(DB::column_count) > 0;
    return new Description(
        Collections.nCopies(parameters, ANY), rows ? shape(statement.getMetaData()) : null);
  }

  private static RowShape shape(ResultSetMetaData columns) throws SQLException {
    List<ColumnInfo> shape = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      shape.add(column(columns, i));
    }
    return new RowShape(shape);
  }

  private static ColumnInfo column(ResultSetMetaData columns, int i) throws SQLException {
    return new ColumnInfo(
        columns.getColumnLabel(i),
        columns.getColumnName(i),
        columns.getColumnTypeName(i),
        columns.getColumnType(i),
        columns.getColumnClassName(i),
        columns.getPrecision(i),
        columns.getScale(i),
        columns.getColumnDisplaySize(i),
        columns.isNullable(i),
        flags(columns, i),
        columns.getSchemaName(i),
        columns.getTableName(i),
        columns.getCatalogName(i));
  }

  private static int flags(ResultSetMetaData columns, int i) throws SQLException {
    return flag(columns.isAutoIncrement(i), ColumnInfo.AUTO_INCREMENT)
        | flag(columns.isCaseSensitive(i), ColumnInfo.CASE_SENSITIVE)
        | flag(columns.isSearchable(i), ColumnInfo.SEARCHABLE)
        | flag(columns.isCurrency(i), ColumnInfo.CURRENCY)
        | flag(columns.isSigned(i), ColumnInfo.SIGNED)
        | flag(columns.isReadOnly(i), ColumnInfo.READ_ONLY)
        | flag(columns.isWritable(i), ColumnInfo.WRITABLE)
        | flag(columns.isDefinitelyWritable(i), ColumnInfo.DEFINITELY_WRITABLE);
  }

  private static int flag(boolean set, int flag) {
    return set ? flag : 0;
  }
}
