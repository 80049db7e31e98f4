package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.engine.ChunkedResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every getter on every type of DuckDB, compared with the engine's own driver. */
@Timeout(120)
class DriverAgreementTest {

  /** All types but those whose largest value, 24:00, the driver cannot read within a list. */
  private static final String LISTABLE =
      "COLUMNS(lambda c: c NOT IN ('time', 'time_tz', 'time_ns'))";

  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM test_all_types()",
          "SELECT NULL AS a, 'x' AS b, '42' AS c, '2024-02-29' AS d, '12:34:56' AS e,"
              + " '2024-02-29 12:34:56.5' AS f, 'true' AS g, '{\"a\": 1}'::JSON AS h,"
              + " '77'::JSON AS i, 'f0b8a9a4-0000-4000-8000-000000000001' AS j, '1e3' AS k",
          "SELECT i::BOOLEAN, i::TINYINT, i::DECIMAL(4, 1), i::DECIMAL(9), i::DECIMAL(18, 3),"
              + " i::DECIMAL(38, 5), i::HUGEINT, i::UHUGEINT, i::FLOAT, i::DOUBLE, i::BIGNUM"
              + " FROM (VALUES (0), (1), (2), (99)) t(i)",
          "SELECT * FROM (VALUES ('nan'::FLOAT, 'nan'::DOUBLE), ('inf', '-inf'), (3e9, 1e300),"
              + " (-0.5, 1.5)) t(f, d)",
          "SELECT 18446744073709551615::UBIGINT, 4294967295::UINTEGER, 65535::USMALLINT,"
              + " 255::UTINYINT, -12345678901234567890.123::DECIMAL(38, 3), 1e37::DECIMAL(38, 0)",
          "SELECT TIMESTAMPTZ '2024-07-01 12:00:00+02', TIMESTAMP '2024-07-01 12:00:00.123456',"
              + " TIMESTAMP_NS '2024-07-01 12:00:00.123456789', DATE '1900-01-01',"
              + " TIMETZ '12:00:00-05:30', TIMESTAMP '1960-01-01 00:00:00.000001'",
          "SELECT [[1, NULL], NULL, []] AS a, {'x': {'y': [1, 2]}, 'z': NULL} AS b,"
              + " MAP {'k': [1, NULL], 'l': NULL} AS c, [MAP {1: 'a'}, NULL] AS d,"
              + " [{'a': 1}, NULL, {'a': NULL}] AS e, ['\\x00\\xff'::BLOB] AS f,"
              + " [1::UNION(i INTEGER, s VARCHAR), 'x'::UNION(i INTEGER, s VARCHAR)] AS g,"
              + " [1.5::DECIMAL(5, 2)] AS h, ['7'::JSON] AS i, [uuid '"
              + new java.util.UUID(1, 2)
              + "'] AS j",
          "SELECT * FROM test_all_types() WHERE bool IS NULL",
          "SELECT [" + LISTABLE + "] FROM test_all_types()",
          "SELECT {'x': " + LISTABLE + "} FROM test_all_types()",
          "SELECT [" + LISTABLE + "]::VARIANT FROM test_all_types()",
          "SELECT {'x': " + LISTABLE + "}::VARIANT FROM test_all_types()",
          "SELECT " + LISTABLE + "::VARIANT FROM test_all_types()",
          "SELECT [1, 2]::VARIANT AS a, {'a': 1}::VARIANT AS b, 'x'::VARIANT AS c, 42::VARIANT AS d,"
              + " NULL::VARIANT AS e, 1.5::DOUBLE::VARIANT AS f, DATE '2024-02-29'::VARIANT AS g",
          "SELECT CASE i % 3 WHEN 0 THEN 1::VARIANT WHEN 1 THEN 'one'::VARIANT END AS v,"
              + " CASE WHEN i % 2 = 0 THEN [i, i + 1] END AS l, [1, 2, 3] AS constant,"
              + " CASE WHEN i % 5 = 0 THEN {'i': i, 's': repeat('x', i::INTEGER % 50)} END AS s,"
              + " CASE WHEN i % 7 > 0 THEN 's' || i END AS t, CASE WHEN i % 4 = 0 THEN i END AS n"
              + " FROM range(5000) t(i)");

  private static final int FULLY_COMPARED_ROWS = 20;

  private static final Map<String, Getters.Getter> ALL_GETTERS = Getters.all();
  private static final Map<String, Getters.Getter> TWO_GETTERS =
      Map.of("getObject", ResultSet::getObject, "getString", ResultSet::getString);

  private static final Set<String> WIDER_CLASSES =
      Set.of("String", "byte[]", "Blob", "Array", "Object", "Instant");

  private static Connection plain;
  private static Connection streaming;

  @BeforeAll
  static void connect() throws SQLException {
    plain = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    streaming = new DuckDBDriver().connect("jdbc:duckdb:", properties);
  }

  @AfterAll
  static void close() throws SQLException {
    plain.close();
    streaming.close();
  }

  @Test
  @Tag("drill")
  void shouldReadLargeChunksInTheHostAsTheDriverDoes() throws SQLException {
    shouldReadWhatTheDriverReads(16_384, false, "America/St_Johns");
  }

  @ParameterizedTest(name = "{0} rows at once, over the wire: {1}, in {2}")
  @CsvSource({"1024, false, UTC", "2, true, UTC", "16384, true, Europe/Berlin"})
  void shouldReadWhatTheDriverReads(int chunkRows, boolean overWire, String zone)
      throws SQLException {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      for (String query : QUERIES) {
        compare(query, chunkRows, overWire);
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static void compare(String query, int chunkRows, boolean overWire) throws SQLException {
    List<String> differences = new ArrayList<>();
    try (Statement plainStatement = plain.createStatement();
        Statement statement = streaming.createStatement();
        ResultSet expected = plainStatement.executeQuery(query);
        ChunkedResult chunks =
            new ChunkedResult(statement.executeQuery(query), chunkRows, overWire);
        ResultSet actual = new ChunkResultSet(statement, chunks)) {
      compareMetadata(expected.getMetaData(), actual.getMetaData());
      int rows = 0;
      while (expected.next()) {
        assertThat(actual.next()).isTrue();
        compareRow(expected, actual, ++rows, differences);
      }
      assertThat(actual.next()).isFalse();
      assertThat(actual.getRow()).isZero();
    }
    assertThat(differences).as(query).isEmpty();
  }

  private static void compareRow(
      ResultSet expected, ResultSet actual, int row, List<String> differences) throws SQLException {
    ResultSetMetaData metadata = expected.getMetaData();
    Map<String, Getters.Getter> getters = row <= FULLY_COMPARED_ROWS ? ALL_GETTERS : TWO_GETTERS;
    for (int column = 1; column <= metadata.getColumnCount(); column++) {
      for (Map.Entry<String, Getters.Getter> getter : getters.entrySet()) {
        Outcome plainly = Outcome.of(expected, column, getter.getValue());
        Outcome here = Outcome.of(actual, column, getter.getValue());
        if (!here.agreesWith(plainly) && !isImprovement(getter.getKey(), plainly, here)) {
          differences.add(
              "row %d, column %s %s, %s: driver %s, here %s"
                  .formatted(
                      row,
                      metadata.getColumnName(column),
                      metadata.getColumnTypeName(column),
                      getter.getKey(),
                      shortened(plainly),
                      shortened(here)));
        }
      }
    }
  }

  /**
   * Where Bolt does better on purpose: some classes are read from more types, and what makes the
   * driver throw something that is no SQLException may have a value. A date before the year 1 is a
   * LocalDate of that year, where the driver loses the sign on the way through java.sql.Date. A
   * blob within a VARIANT prints as the engine prints it, where the driver names its class.
   */
  private static boolean isImprovement(String getter, Outcome plainly, Outcome here) {
    if (getter.equals("getObject LocalDate") && here.value().toString().contains(", -")) {
      return true;
    }
    if (getter.equals("getString") && plainly.toString().contains("DuckDBBlobResult")) {
      return true;
    }
    boolean widerClass = WIDER_CLASSES.contains(getter.replace("getObject ", ""));
    boolean driverFailed = !(plainly.error() instanceof SQLException);
    return plainly.error() != null && here.error() == null && (widerClass || driverFailed);
  }

  private static String shortened(Outcome outcome) {
    String text = outcome.toString();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private static void compareMetadata(ResultSetMetaData expected, ResultSetMetaData actual)
      throws SQLException {
    assertThat(actual.getColumnCount()).isEqualTo(expected.getColumnCount());
    for (int i = 1; i <= expected.getColumnCount(); i++) {
      assertThat(described(actual, i)).isEqualTo(described(expected, i));
    }
  }

  private static List<Object> described(ResultSetMetaData metadata, int column)
      throws SQLException {
    return List.of(
        metadata.getColumnLabel(column),
        metadata.getColumnName(column),
        metadata.getColumnTypeName(column),
        metadata.getColumnType(column),
        className(metadata.getColumnClassName(column)),
        metadata.getPrecision(column),
        metadata.getScale(column),
        metadata.getColumnDisplaySize(column),
        metadata.isNullable(column),
        metadata.isAutoIncrement(column),
        metadata.isCaseSensitive(column),
        metadata.isCurrency(column),
        metadata.isDefinitelyWritable(column),
        metadata.isReadOnly(column),
        metadata.isSearchable(column),
        metadata.isSigned(column),
        metadata.isWritable(column),
        metadata.getSchemaName(column),
        metadata.getTableName(column),
        metadata.getCatalogName(column));
  }

  /** The driver names its own classes, Bolt the interfaces that both implement. */
  private static String className(String name) {
    return switch (name) {
      case "org.duckdb.DuckDBArray" -> "java.sql.Array";
      case "org.duckdb.DuckDBStruct" -> "java.sql.Struct";
      case "org.duckdb.DuckDBResultSet$DuckDBBlobResult" -> "java.sql.Blob";
      default -> name;
    };
  }
}
