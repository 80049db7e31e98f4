package dev.bolt.engine;

import dev.bolt.rows.ParameterInfo;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
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
        Collections.nCopies(parameters, ANY),
        rows ? DriverShapes.shape(statement.getMetaData(), name -> name) : null);
  }
}
