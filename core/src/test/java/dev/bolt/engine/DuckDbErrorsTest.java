package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The codes of errors that DuckDB itself gives. */
@Timeout(60)
class DuckDbErrorsTest {

  /** A code, then statements of which the last one fails. */
  private static final String FAILURES =
      """
      SYNTAX: selec 1
      SYNTAX: SAVEPOINT x
      UNKNOWN_TABLE: SELECT * FROM nope
      UNKNOWN_TABLE: SELECT * FROM nope.t
      UNKNOWN_TABLE: DROP VIEW nope
      UNKNOWN_TABLE: DROP SCHEMA nope
      UNKNOWN_TABLE: SELECT nextval('nope')
      UNKNOWN_TABLE: ALTER TABLE nope ADD COLUMN a INT
      UNKNOWN_TABLE: USE nope
      UNKNOWN_TABLE: DETACH nope
      UNKNOWN_COLUMN: SELECT nope FROM range(1)
      UNKNOWN_COLUMN: SELECT nope
      UNKNOWN_COLUMN: CREATE TABLE t(a INT); UPDATE t SET b = 1
      UNKNOWN_COLUMN: CREATE TABLE t(a INT); INSERT INTO t(b) VALUES (1)
      UNKNOWN_COLUMN: CREATE TABLE t(a INT); SELECT t.b FROM t
      UNKNOWN_COLUMN: CREATE TABLE t(a INT); ALTER TABLE t DROP COLUMN b
      UNKNOWN_COLUMN: SELECT * FROM (SELECT 1 a) x JOIN (SELECT 2 a) y USING (b)
      DUPLICATE_OBJECT: CREATE TABLE t(a INT); CREATE TABLE t(a INT)
      DUPLICATE_OBJECT: CREATE VIEW v AS SELECT 1; CREATE VIEW v AS SELECT 1
      DUPLICATE_OBJECT: CREATE TABLE t(a INT, a INT)
      DUPLICATE_OBJECT: CREATE SCHEMA s; CREATE SCHEMA s
      INVALID_STATEMENT: SELECT nope(1)
      INVALID_STATEMENT: SELECT max(1, 2, 3, 4)
      INVALID_STATEMENT: CREATE TABLE t(a INT); INSERT INTO t VALUES (1, 2)
      INVALID_STATEMENT: CREATE TABLE t(a INT); DROP VIEW t
      INVALID_STATEMENT: SET enable_external_access = false; FROM 'x.csv'
      DATA: SELECT 'x'::INT
      DATA: SELECT 300::TINYINT
      DATA: SELECT 9223372036854775807 + 1
      DATA: SELECT '2020-99-99'::DATE
      DATA: SELECT error('boom')
      DATA: CREATE SEQUENCE s MAXVALUE 2 START 2; SELECT nextval('s'); SELECT nextval('s')
      UNIQUE_VIOLATION: CREATE TABLE t(a INT PRIMARY KEY); INSERT INTO t VALUES (1), (1)
      UNIQUE_VIOLATION: CREATE TABLE t(a INT UNIQUE); INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)
      UNIQUE_VIOLATION: CREATE TABLE t(a INT); INSERT INTO t VALUES (1), (1); CREATE UNIQUE INDEX i ON t(a)
      NOT_NULL_VIOLATION: CREATE TABLE t(a INT NOT NULL); INSERT INTO t VALUES (NULL)
      CHECK_VIOLATION: CREATE TABLE t(a INT CHECK (a > 0)); INSERT INTO t VALUES (0)
      FOREIGN_KEY_VIOLATION: CREATE TABLE p(a INT PRIMARY KEY); CREATE TABLE f(a INT REFERENCES p); INSERT INTO f VALUES (1)
      TRANSACTION_STATE: COMMIT
      TRANSACTION_STATE: ROLLBACK
      TRANSACTION_STATE: BEGIN; BEGIN
      TRANSACTION_STATE: CREATE TABLE t(a INT); BEGIN; INSERT INTO t VALUES (1); CHECKPOINT
      READ_ONLY: BEGIN TRANSACTION READ ONLY; CREATE TABLE t(a INT)
      OUT_OF_MEMORY: SET memory_limit = '1MB'; SELECT list(range) FROM range(10000000)
      IO: FROM 'nope.csv'
      IO: COPY (SELECT 1) TO '/nope/x.csv'
      NOT_SUPPORTED: SET LOCAL threads = 1
      INVALID_OPTION: SET nope = 1
      INVALID_OPTION: SET SESSION threads = 1
      INVALID_OPTION: RESET SESSION threads
      INVALID_OPTION: SET lock_configuration = true; SET threads = 2
      INVALID_ARGUMENT: SELECT ?
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("failures")
  void shouldGiveCode(ErrorCode code, String[] statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      int last = statements.length - 1;
      for (int i = 0; i < last; i++) {
        execute(connection, statements[i]);
      }
      assertCode(code, () -> execute(connection, statements[last]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE t SET b = 2 | UPDATE t SET b = 3",
        "DELETE FROM t | DELETE FROM t",
        "CREATE TABLE n(a INT) | CREATE TABLE n(a INT)",
        "ALTER TABLE t ADD COLUMN c INT | ALTER TABLE t ADD COLUMN d INT",
        "DROP TABLE t | INSERT INTO t VALUES (5, 5)",
      })
  void shouldTellConflictOfTransactions(String winner, String loser) throws SQLException {
    try (Connection one = database();
        Connection other = another(one)) {
      execute(one, "CREATE TABLE t(a INT PRIMARY KEY, b INT)");
      execute(one, "INSERT INTO t VALUES (1, 1)");
      execute(one, "BEGIN");
      execute(other, "BEGIN");
      execute(other, "FROM t");
      execute(one, winner);
      assertCode(
          ErrorCode.SERIALIZATION_FAILURE,
          () -> {
            execute(other, loser);
            execute(one, "COMMIT");
            execute(other, "COMMIT");
          });
    }
  }

  @Test
  void shouldTellTransactionThatAnErrorHasAborted() throws SQLException {
    try (Connection connection = database()) {
      execute(connection, "BEGIN");
      assertCode(ErrorCode.DATA, () -> execute(connection, "SELECT 'x'::INT"));
      assertCode(ErrorCode.TRANSACTION_ABORTED, () -> execute(connection, "SELECT 1"));
    }
  }

  @Test
  void shouldTellDuplicateThatCommitFinds() throws SQLException {
    try (Connection one = database();
        Connection other = another(one)) {
      execute(one, "CREATE TABLE t(a INT PRIMARY KEY)");
      execute(one, "BEGIN");
      execute(other, "BEGIN");
      execute(one, "INSERT INTO t VALUES (1)");
      execute(other, "INSERT INTO t VALUES (1)");
      execute(one, "COMMIT");
      assertCode(ErrorCode.UNIQUE_VIOLATION, () -> execute(other, "COMMIT"));
    }
  }

  @Test
  void shouldTellQueryTimeout() throws SQLException {
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertCode(
          ErrorCode.INTERRUPTED,
          () -> statement.execute("SELECT count(*) FROM range(10000000000) a, range(1000) b"));
    }
  }

  @Test
  void shouldTellReadOnlyFile() throws SQLException {
    String url = "jdbc:duckdb:" + folder.resolve("x.db");
    DriverManager.getConnection(url).close();
    Properties readOnly = new Properties();
    readOnly.setProperty("duckdb.read_only", "true");
    try (Connection connection = DriverManager.getConnection(url, readOnly)) {
      assertCode(ErrorCode.READ_ONLY, () -> execute(connection, "CREATE TABLE t(a INT)"));
      assertCode(ErrorCode.MISMATCH, () -> DriverManager.getConnection(url));
    }
  }

  @Test
  void shouldTellWhyDatabaseCannotBeOpened() throws IOException {
    Path rubbish = Files.writeString(folder.resolve("rubbish.db"), "no database ".repeat(2000));
    assertOpening(ErrorCode.CORRUPT, rubbish, null);
    assertOpening(ErrorCode.CANNOT_OPEN, folder, null);
    assertOpening(ErrorCode.CANNOT_OPEN, folder.resolve("nope/x.db"), null);
    assertOpening(ErrorCode.INVALID_OPTION, folder.resolve("x.db"), "nope");
    assertOpening(ErrorCode.INVALID_OPTION, folder.resolve("x.db"), "threads");
  }

  @Test
  void shouldNameNearestOptionWhenOneIsUnknown() {
    Properties options = new Properties();
    options.setProperty("memorylimit", "1GB");
    SQLException e =
        catchThrowableOfType(
            SQLException.class, () -> DriverManager.getConnection("jdbc:duckdb:", options));
    assertThat(EngineErrors.duckdbOpening(folder, e).getMessage())
        .startsWith("Unknown option memorylimit; did you mean memory_limit? See docs/options.md");
  }

  @Test
  void shouldTellFileThatAnotherProcessHolds() throws Exception {
    Path file = folder.resolve("held.db");
    Process holder = DuckDbHolder.start(file);
    try {
      assertOpening(ErrorCode.LOCK_TIMEOUT, file, null);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldTellFatalErrors() {
    assertThat(
            codeOf(
                "FATAL Error: Failed to create checkpoint: Could not write file: File too large"))
        .isEqualTo(ErrorCode.ENGINE_FAILED_DISK_FULL);
    assertThat(
            codeOf("TransactionContext Error: Failed to commit: Could not write file: Bad thing"))
        .isEqualTo(ErrorCode.IO);
    assertThat(codeOf("FATAL Error: Failed: database has been invalidated because of a previous"))
        .isEqualTo(ErrorCode.ENGINE_UNUSABLE);
    assertThat(codeOf("Invalid Input Error: database has been invalidated because of a previous"))
        .isEqualTo(ErrorCode.ENGINE_UNUSABLE);
    assertThat(codeOf("IO Error: Could not write file \"x\": No space left on device"))
        .isEqualTo(ErrorCode.DISK_FULL);
    assertThat(
            codeOf("TransactionContext Error: Failed to commit: Could not write: No space left on"))
        .isEqualTo(ErrorCode.DISK_FULL);
    assertThat(codeOf("IO Error: Corrupt database file: computed checksum 1 does not match"))
        .isEqualTo(ErrorCode.CORRUPT);
    assertThat(codeOf("something else")).isEqualTo(ErrorCode.ENGINE);
  }

  @Test
  void shouldTellErrorsOfTheDriver() throws SQLException {
    Connection connection = database();
    connection.close();
    assertCode(ErrorCode.CLOSED, connection::createStatement);
    try (Connection open = database()) {
      assertCode(ErrorCode.NOT_SUPPORTED, () -> open.prepareCall("x"));
      try (Statement statement = open.createStatement();
          ResultSet rows = statement.executeQuery("SELECT 1")) {
        assertThat(rows.next()).isTrue();
        SQLException e =
            catchThrowableOfType(SQLException.class, () -> rows.getInt("no such column"));
        assertThat(EngineErrors.duckdb(e).getSQLState()).isNotNull();
      }
    }
  }

  @Test
  void shouldPassWhatHasCodeAlready() {
    SQLException coded = ErrorCode.DATA.exception("x");
    assertThat((Throwable) EngineErrors.duckdb(coded)).isSameAs(coded);
    SQLException unsupported = new SQLFeatureNotSupportedException("x");
    assertThat((Throwable) EngineErrors.duckdb(unsupported))
        .isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessage("x")
        .hasCause(unsupported)
        .extracting(e -> ((SQLException) e).getErrorCode())
        .isEqualTo(ErrorCode.NOT_SUPPORTED.number());
  }

  static Stream<Arguments> failures() {
    return FAILURES
        .lines()
        .map(line -> line.split(": ", 2))
        .map(parts -> Arguments.of(ErrorCode.valueOf(parts[0]), parts[1].split("; ")));
  }

  private static void assertOpening(ErrorCode code, Path file, String option) {
    Properties options = new Properties();
    if (option != null) {
      options.setProperty(option, "rubbish");
    }
    SQLException e =
        catchThrowableOfType(
            SQLException.class, () -> DriverManager.getConnection("jdbc:duckdb:" + file, options));
    assertThat(EngineErrors.duckdbOpening(file, e).getSQLState()).isEqualTo(code.sqlState());
  }

  private static void assertCode(ErrorCode code, ThrowingCallable failing) {
    SQLException e = catchThrowableOfType(SQLException.class, failing);
    SQLException translated = EngineErrors.duckdb(e);
    assertThat((Throwable) translated).hasMessage(e.getMessage());
    assertThat(translated.getSQLState()).as(e.getMessage()).isEqualTo(code.sqlState());
    assertThat(translated == e || translated.getCause() == e).isTrue();
  }

  private static ErrorCode codeOf(String message) {
    return DuckDbErrors.code(new SQLException(message));
  }

  private static Connection database() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:");
  }

  private static Connection another(Connection connection) throws SQLException {
    return connection.unwrap(DuckDBConnection.class).duplicate();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
