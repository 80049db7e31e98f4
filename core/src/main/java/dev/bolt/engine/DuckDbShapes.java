package dev.bolt.engine;

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
import org.duckdb.DuckDBResultSetMetaData;
import org.duckdb.StatementReturnType;

/** Copies what DuckDB's driver says of results and parameters. Stateless. */
final class DuckDbShapes {

  private DuckDbShapes() {}

  static RowShape shape(ResultSetMetaData metadata) throws SQLException {
    return DriverShapes.shape(metadata, DuckDbShapes::className);
  }

  /** Whether a statement has rows of its own, not the count of those that it changes. */
  static boolean hasRows(ResultSetMetaData metadata) {
    return metadata instanceof DuckDBResultSetMetaData described
        && described.getReturnType() == StatementReturnType.QUERY_RESULT;
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
