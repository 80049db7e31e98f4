package dev.bolt.node;

import static dev.bolt.testing.TestTable.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of inserts, in a host and in a joined process, beside the engine's own driver. */
@Timeout(120)
class BatchInsertTest {

  private static final int ROWS = 20;

  /** Values of one class each; each column takes them or refuses them as the driver has it. */
  private static final List<List<Object>> VALUES =
      List.of(
          List.of(true, false),
          List.of((byte) 1, Byte.MIN_VALUE),
          List.of((short) 2, Short.MAX_VALUE),
          List.of(3, Integer.MIN_VALUE),
          List.of(4L, Long.MAX_VALUE),
          List.of(1.5f, -0.1f, Float.NaN, Float.NEGATIVE_INFINITY),
          List.of(2.5, -0.1, 1e300, Double.NaN),
          List.of("1", "0.5", "2024-02-29", "a\u0000b", "\ud800", "", "Grüße 🙂, a longer text"),
          List.of("2024-02-29", "1999-12-31"),
          List.of(new BigDecimal("1.25"), new BigDecimal("-99999999.99")),
          List.of(new BigDecimal("12345678901234567890.125"), new BigDecimal("0.001")),
          List.of(new BigDecimal("1.5"), new BigDecimal("2.25"), new BigDecimal("3")),
          List.of(new BigDecimal("0.00000000000000000001"), new BigDecimal("1E-20")),
          List.of(new BigDecimal("1E+3")),
          List.of(new byte[] {0, -1, 65}, new byte[0]),
          List.of(LocalDate.of(2024, 2, 29), LocalDate.of(1969, 12, 31)),
          List.of(LocalDate.of(1500, 1, 1), LocalDate.of(20000, 1, 1)),
          List.of(Date.valueOf("2024-02-29"), Date.valueOf("1900-01-01")),
          List.of(LocalTime.of(1, 2, 3, 456_000), LocalTime.MIDNIGHT),
          List.of(LocalTime.of(1, 2, 3, 456_789)),
          List.of(Time.valueOf("12:34:56")),
          List.of(Timestamp.valueOf("2024-02-29 12:34:56.789123"), new Timestamp(-1)),
          List.of(Timestamp.valueOf("2024-02-29 12:34:56.789123456")),
          List.of(LocalDateTime.of(1960, 1, 1, 0, 0, 0, 1_000), LocalDateTime.of(2024, 1, 1, 0, 0)),
          List.of(OffsetDateTime.of(2024, 7, 1, 12, 0, 0, 5_000, ZoneOffset.ofHours(3))),
          List.of(UUID.fromString("f0b8a9a4-0000-4000-8000-000000000001"), new UUID(1, 2)),
          List.of(1, 2L, "3", new BigDecimal("4.0")));

  private static final List<String> TYPES =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "INTEGER",
          "BIGINT",
          "UBIGINT",
          "HUGEINT",
          "FLOAT",
          "DOUBLE",
          "DECIMAL(10, 2)",
          "DECIMAL(38, 20)",
          "VARCHAR",
          "BLOB",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_S",
          "TIMESTAMPTZ",
          "UUID",
          "JSON",
          "ENUM('1', '2024-02-29')",
          "VARCHAR[]");

  @TempDir static Path folder;
  private static ChildJvm host;
  private static Connection joined;
  private static Connection hosting;
  private static Connection plain;

  @BeforeAll
  static void open() throws Exception {
    String url = "jdbc:bolt:duckdb:" + folder.resolve("joined.duckdb");
    host = SqlChild.start(url);
    assertThat(host.hear()).isEqualTo("open");
    joined = DriverManager.getConnection(url);
    hosting = DriverManager.getConnection("jdbc:bolt:duckdb:" + folder.resolve("own.duckdb"));
    plain = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
  }

  @AfterAll
  static void close() throws Exception {
    joined.close();
    hosting.close();
    plain.close();
    host.close();
  }

  private static Connection of(String role) {
    return role.equals("joined") ? joined : hosting;
  }

  private static void create(Connection connection, String columns) throws SQLException {
    update(connection, "CREATE OR REPLACE TABLE t(" + columns + ")");
  }

  private static int[] insert(Connection connection, String sql, List<Object[]> rows)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          insert.setObject(i + 1, row[i]);
        }
        insert.addBatch();
      }
      return insert.executeBatch();
    }
  }

  private static List<String> read(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
      }
    }
    return rows;
  }

  private static List<Object[]> rows(int count, java.util.function.IntFunction<Object[]> row) {
    return IntStream.range(0, count).mapToObj(row).toList();
  }

  /** What becomes of a batch: its rows, or its error. */
  private static List<String> outcome(Connection connection, String type, List<Object[]> rows)
      throws SQLException {
    create(connection, "i INTEGER, x " + type);
    connection.setAutoCommit(false);
    try {
      int[] counts = insert(connection, "INSERT INTO t VALUES (?, ?)", rows);
      assertThat(counts).hasSize(rows.size()).containsOnly(1);
      connection.commit();
      return read(connection, "SELECT i, x, x IS NULL FROM t ORDER BY rowid");
    } catch (SQLException e) {
      connection.rollback();
      return List.of("failed");
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldDoWithEachClassWhatTheDriverDoes(String role) throws SQLException {
    assertLikeTheDriver(of(role), List.of("DECIMAL(10, 2)", "VARCHAR"));
  }

  @Tag("drill")
  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldDoWithEachClassAndTypeWhatTheDriverDoes(String role) throws SQLException {
    assertLikeTheDriver(of(role), TYPES);
  }

  private static void assertLikeTheDriver(Connection connection, List<String> types)
      throws SQLException {
    List<String> differences = new ArrayList<>();
    for (List<Object> values : VALUES) {
      for (String type : types) {
        List<Object[]> rows =
            rows(ROWS, i -> new Object[] {i, i % 7 == 3 ? null : values.get(i % values.size())});
        List<String> expected = outcome(plain, type, rows);
        List<String> actual = outcome(connection, type, rows);
        if (!actual.equals(expected)) {
          differences.add(values + " as " + type + ": " + actual + " instead of " + expected);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldInsertManyRowsInOrder(String role) throws SQLException {
    update(of(role), "CREATE SEQUENCE IF NOT EXISTS s");
    create(
        of(role),
        "n INTEGER DEFAULT nextval('s'), id INTEGER, x VARCHAR DEFAULT 'd',"
            + " twice INTEGER AS (id * 2), none INTEGER");
    int[] counts =
        insert(
            of(role),
            "INSERT INTO t (id, none) VALUES (?, ?)",
            rows(20_000, i -> new Object[] {i, null}));
    assertThat(counts).hasSize(20_000).containsOnly(1);
    assertThat(
            read(
                of(role),
                "SELECT count(*), sum(id), sum(twice), max(none), min(x), max(n) - min(n),"
                    + " count(*) FILTER (n - id = (SELECT min(n) FROM t)) FROM t"))
        .containsExactly("20000|199990000|399980000|null|d|19999|20000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldKeepNothingWhenARowViolatesAConstraint(String role) throws SQLException {
    create(of(role), "id INTEGER PRIMARY KEY");
    assertThat(failure(of(role), 20_000, i -> i == 12_000 ? 7 : i).getSQLState())
        .isEqualTo("23505");
    assertThat(read(of(role), "SELECT count(*) FROM t")).containsExactly("0");
    assertThat(insert(of(role), "INSERT INTO t VALUES (?)", rows(20, i -> new Object[] {i})))
        .hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldTellOfAConversionWhatTheDriverTells(String role) throws SQLException {
    for (Connection connection : List.of(of(role), plain)) {
      create(connection, "id INTEGER");
    }
    BatchUpdateException failure = failure(of(role), 100, i -> i == 50 ? "x" : "1");
    SQLException expected =
        catchThrowableOfType(
            SQLException.class,
            () -> insert(plain, "INSERT INTO t VALUES (?)", rows(1, i -> new Object[] {"x"})));
    assertThat(expected.getMessage()).startsWith(failure.getMessage());
    assertThat(failure.getSQLState()).startsWith("22");
    assertThat(failure.getUpdateCounts()).isEmpty();
  }

  private static BatchUpdateException failure(
      Connection connection, int count, java.util.function.IntFunction<Object> id) {
    return catchThrowableOfType(
        BatchUpdateException.class,
        () ->
            insert(
                connection,
                "INSERT INTO t VALUES (?)",
                rows(count, i -> new Object[] {id.apply(i)})));
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldBePartOfATransaction(String role) throws SQLException {
    Connection connection = of(role);
    create(connection, "id INTEGER");
    connection.setAutoCommit(false);
    try {
      insert(connection, "INSERT INTO t VALUES (?)", rows(1_000, i -> new Object[] {i}));
      connection.rollback();
      assertThat(read(connection, "SELECT count(*) FROM t")).containsExactly("0");
      insert(connection, "INSERT INTO t VALUES (?)", rows(1_000, i -> new Object[] {i}));
      update(connection, "DELETE FROM t WHERE id < 500");
      connection.commit();
      BatchUpdateException failure = failure(connection, 100, i -> i == 50 ? "x" : "1");
      assertThat(failure.getUpdateCounts()).isEmpty();
      connection.rollback();
    } finally {
      connection.setAutoCommit(true);
    }
    assertThat(read(connection, "SELECT count(*), min(id) FROM t")).containsExactly("500|500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "hosting"})
  void shouldRunRowByRowWhatMeansSomethingElse(String role) throws SQLException {
    Connection connection = of(role);
    update(connection, "CREATE OR REPLACE TABLE seen(id INTEGER)");
    create(connection, "id INTEGER PRIMARY KEY, boss INTEGER REFERENCES t(id)");
    List<Object[]> chain = rows(50, i -> new Object[] {i, i == 0 ? null : i - 1});
    assertThat(insert(connection, "INSERT INTO t VALUES (?, ?)", chain)).hasSize(50);
    int[] counts =
        insert(
            connection,
            "INSERT INTO t VALUES (?, NULL) ON CONFLICT DO NOTHING",
            rows(60, i -> new Object[] {i + 20}));
    assertThat(IntStream.of(counts).sum()).isEqualTo(30);
    BatchUpdateException returning =
        catchThrowableOfType(
            BatchUpdateException.class,
            () ->
                insert(
                    connection,
                    "INSERT INTO t VALUES (?, NULL) RETURNING id",
                    rows(20, i -> new Object[] {1_000 + i})));
    assertThat(returning.getMessage()).contains("returns rows");
    update(connection, "DROP TABLE t");
  }

  @Test
  void shouldRefuseToReadTheRowsOfABatchOtherwise() throws SQLException {
    create(hosting, "id INTEGER");
    insert(hosting, "INSERT INTO t VALUES (?)", rows(20, i -> new Object[] {i}));
    SQLException failure =
        catchThrowableOfType(
            SQLException.class, () -> read(hosting, "SELECT * FROM __bolt_rows(17)"));
    assertThat(failure.getMessage()).contains("for inserts of Bolt's own");
  }

  @Test
  void shouldSplitRowsOfDifferentClasses() throws SQLException {
    create(joined, "x VARCHAR");
    List<Object[]> rows =
        rows(3_000, i -> new Object[] {i < 1_000 ? (Object) i : i < 1_100 ? mixed(i) : "s"});
    assertThat(insert(joined, "INSERT INTO t VALUES (?)", rows)).hasSize(3_000).containsOnly(1);
    assertThat(read(joined, "SELECT x FROM t ORDER BY rowid"))
        .isEqualTo(
            rows.stream().map(Arrays::toString).map(s -> s.substring(1, s.length() - 1)).toList());
  }

  private static Object mixed(int i) {
    return i % 2 == 0 ? (Object) Integer.toString(i) : (Object) (long) i;
  }
}
