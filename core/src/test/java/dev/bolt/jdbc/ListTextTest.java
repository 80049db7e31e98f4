package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.engine.ChunkedResult;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Random;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists of numbers, which Bolt writes as text itself, compared with the engine. */
@Timeout(60)
class ListTextTest {

  private static final int VALUES = 6_000;

  private final Random random = new Random(42);

  @Test
  void shouldWriteDoublesAsTheEngineDoes() throws Exception {
    compare("DOUBLE", "range");
    compare("DOUBLE", "range / 7");
    compare("DOUBLE", "random() * pow(10, range % 40 - 20)");
    compare("DOUBLE", "-random() * pow(10, range % 600 - 300)");
    compare("DOUBLE", "pow(2, range % 2000 - 1000)");
    compare("DOUBLE", "pow(10, range % 600 - 300)");
  }

  @Test
  void shouldWriteFloatsAsTheEngineDoes() throws Exception {
    compare("FLOAT", "range");
    compare("FLOAT", "range / 7");
    compare("FLOAT", "random() * pow(10, range % 40 - 20)");
    compare("FLOAT", "pow(2, range % 250 - 126)");
    compare("FLOAT", "pow(10, range % 76 - 38)");
  }

  @Test
  void shouldWriteOtherNumbersAsTheEngineDoes() throws Exception {
    for (String type : new String[] {"BOOLEAN", "BIGINT", "UBIGINT", "HUGEINT", "UINTEGER"}) {
      compare(type, "range % 1000");
    }
    compare("TINYINT", "range % 256 - 128");
    compare("HUGEINT", "-170141183460469231731687303715884105727 + range");
    compare("BIGINT[]", "CASE WHEN range % 3 > 0 THEN range END");
  }

  private void compare(String type, String expression) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("threads", "1");
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
        PreparedStatement seed = connection.prepareStatement("SELECT setseed(?)")) {
      seed.setDouble(1, random.nextDouble());
      seed.execute();
      String element = type.endsWith("[]") ? "[" + expression + "]" : expression;
      String sql =
          "WITH v AS MATERIALIZED (SELECT [(%s)::%s, NULL] AS l FROM range(%d))"
              .formatted(element, type, VALUES);
      try (PreparedStatement statement =
              connection.prepareStatement(sql + " SELECT l, l::VARCHAR FROM v");
          ResultSet rows =
              new ChunkResultSet(
                  statement, new ChunkedResult(statement.executeQuery(), 1 << 20, false))) {
        while (rows.next()) {
          compare(rows.getString(1), rows.getString(2), rows.getArray(1));
        }
        assertThat(rows.getRow()).isZero();
      }
    }
  }

  /**
   * The engine writes a few floats with more digits than it takes, and a few powers of two wrongly:
   * 2^81 as 4.8e24. There, what is written here is to be the right number.
   */
  private static void compare(String text, String engine, Array array) throws SQLException {
    Object value = ((Object[]) array.getArray())[0];
    if (value instanceof Double && number(engine) != (double) value) {
      assertThat(number(text)).isEqualTo(value);
    } else if (value instanceof Float) {
      assertThat((float) number(text)).isEqualTo(value);
      assertThat(text).hasSizeLessThanOrEqualTo(engine.length());
    } else {
      assertThat(text).isEqualTo(engine);
    }
  }

  private static double number(String text) {
    String number = text.substring(1, text.indexOf(','));
    return number.matches("[-+.e0-9]+") ? Double.parseDouble(number) : Double.NaN;
  }
}
