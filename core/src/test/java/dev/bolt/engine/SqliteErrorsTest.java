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
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.Function;
import org.sqlite.SQLiteException;

/** The codes of errors that SQLite itself gives. */
@Timeout(60)
class SqliteErrorsTest {

  /** A code, then statements of which the last one fails. */
  private static final String FAILURES =
      """
      SYNTAX: selec 1
      SYNTAX: SELECT
      SYNTAX: SELECT 'x
      UNKNOWN_TABLE: SELECT * FROM nope
      UNKNOWN_TABLE: SELECT * FROM nope.t
      UNKNOWN_TABLE: DROP INDEX nope
      UNKNOWN_TABLE: DETACH nope
      UNKNOWN_COLUMN: SELECT nope
      UNKNOWN_COLUMN: CREATE TABLE t(a); UPDATE t SET b = 1
      UNKNOWN_COLUMN: CREATE TABLE t(a); INSERT INTO t(b) VALUES (1)
      UNKNOWN_COLUMN: CREATE TABLE t(a); ALTER TABLE t DROP COLUMN b
      DUPLICATE_OBJECT: CREATE TABLE t(a); CREATE TABLE t(a)
      DUPLICATE_OBJECT: CREATE TABLE t(a); CREATE INDEX i ON t(a); CREATE INDEX i ON t(a)
      DUPLICATE_OBJECT: CREATE TABLE t(a, a)
      INVALID_STATEMENT: SELECT nope(1)
      INVALID_STATEMENT: CREATE TABLE t(a); INSERT INTO t VALUES (1, 2)
      INVALID_STATEMENT: SELECT a FROM (SELECT 1 a) x, (SELECT 2 a) y
      DATA: SELECT abs(-9223372036854775807 - 1)
      DATA: SELECT json('x')
      DATA: CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES ('x')
      DATA: CREATE TABLE t(a INT) STRICT; INSERT INTO t VALUES ('x')
      DATA: SELECT zeroblob(2147483647)
      UNIQUE_VIOLATION: CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1), (1)
      UNIQUE_VIOLATION: CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (1)
      UNIQUE_VIOLATION: CREATE TABLE t(a); INSERT INTO t(rowid) VALUES (1), (1)
      NOT_NULL_VIOLATION: CREATE TABLE t(a NOT NULL); INSERT INTO t VALUES (NULL)
      CHECK_VIOLATION: CREATE TABLE t(a CHECK (a > 0)); INSERT INTO t VALUES (0)
      FOREIGN_KEY_VIOLATION: PRAGMA foreign_keys = 1; CREATE TABLE p(a PRIMARY KEY); CREATE TABLE f(a REFERENCES p); INSERT INTO f VALUES (1)
      TRANSACTION_STATE: COMMIT
      TRANSACTION_STATE: ROLLBACK
      TRANSACTION_STATE: BEGIN; BEGIN
      TRANSACTION_STATE: BEGIN; VACUUM
      TRANSACTION_STATE: RELEASE x
      READ_ONLY: PRAGMA query_only = 1; CREATE TABLE t(a)
      DISK_FULL: PRAGMA max_page_count = 1; CREATE TABLE t(a)
      CANNOT_OPEN: ATTACH '/nope/x.db' AS x
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("failures")
  void shouldGiveCode(ErrorCode code, String[] statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      int last = statements.length - 1;
      for (int i = 0; i < last; i++) {
        execute(connection, statements[i]);
      }
      assertCode(code, () -> execute(connection, statements[last]));
    }
  }

  @Test
  void shouldTellViolationInTrigger() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      execute(connection, "CREATE TABLE t(a)");
      execute(
          connection,
          "CREATE TRIGGER r BEFORE INSERT ON t BEGIN SELECT raise(ABORT, 'no such table'); END");
      assertCode(
          ErrorCode.CONSTRAINT_VIOLATION, () -> execute(connection, "INSERT INTO t VALUES (1)"));
    }
  }

  @Test
  void shouldTellWaitingFromStaleSnapshot() throws SQLException {
    try (Connection one = open("x.db");
        Connection other = open("x.db")) {
      execute(one, "PRAGMA journal_mode = WAL");
      execute(one, "CREATE TABLE t(a)");
      execute(one, "BEGIN IMMEDIATE");
      assertCode(ErrorCode.LOCK_TIMEOUT, () -> execute(other, "BEGIN IMMEDIATE"));
      execute(one, "ROLLBACK");
      execute(other, "BEGIN");
      try (Statement statement = other.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
        assertThat(rows.next()).isTrue();
      }
      execute(one, "INSERT INTO t VALUES (1)");
      assertCode(ErrorCode.SERIALIZATION_FAILURE, () -> execute(other, "INSERT INTO t VALUES (2)"));
    }
  }

  @Test
  void shouldTellReadOnlyFile() throws SQLException {
    try (Connection writer = open("x.db")) {
      execute(writer, "CREATE TABLE t(a)");
    }
    String url = "jdbc:sqlite:file:" + folder.resolve("x.db") + "?mode=ro";
    try (Connection reader = DriverManager.getConnection(url)) {
      assertCode(ErrorCode.READ_ONLY, () -> execute(reader, "INSERT INTO t VALUES (1)"));
    }
  }

  @Test
  void shouldTellCancel() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    try (Connection connection = open("x.db");
        Statement statement = connection.createStatement()) {
      Function.create(
          connection,
          "started",
          new Function() {
            @Override
            protected void xFunc() throws SQLException {
              running.countDown();
              result(1);
            }
          });
      Thread canceller =
          new Thread(
              () -> {
                try {
                  running.await();
                  statement.cancel();
                } catch (InterruptedException | SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      canceller.start();
      assertCode(
          ErrorCode.INTERRUPTED,
          () ->
              statement.execute(
                  "WITH RECURSIVE x(a) AS (SELECT started() UNION ALL SELECT a + 1 FROM x)"
                      + " SELECT sum(a) FROM x"));
      canceller.join();
    }
  }

  @Test
  void shouldTellWhyDatabaseCannotBeOpened() throws IOException {
    Files.writeString(folder.resolve("rubbish.db"), "no database ".repeat(2000));
    assertCode(ErrorCode.CORRUPT, () -> execute(open("rubbish.db"), "SELECT * FROM t"));
    assertCode(ErrorCode.CANNOT_OPEN, () -> open("nope/x.db"));
    assertCode(ErrorCode.CANNOT_OPEN, () -> open("."));
  }

  @Test
  void shouldTellDamage() throws Exception {
    try (Connection connection = open("x.db")) {
      execute(connection, "CREATE TABLE t(a)");
      execute(connection, "INSERT INTO t VALUES (zeroblob(100000))");
    }
    byte[] content = Files.readAllBytes(folder.resolve("x.db"));
    Arrays.fill(content, 4096, 8192, (byte) 0x5a);
    Files.write(folder.resolve("x.db"), content);
    try (Connection connection = open("x.db")) {
      assertCode(ErrorCode.CORRUPT, () -> execute(connection, "DELETE FROM t WHERE a > 1"));
    }
  }

  @Test
  void shouldTellErrorsOfTheDriver() throws SQLException {
    Connection connection = open("x.db");
    connection.close();
    assertCode(ErrorCode.CLOSED, connection::createStatement);
  }

  @Test
  void shouldKeepNumberOfEngine() {
    SQLException e =
        catchThrowableOfType(SQLException.class, () -> execute(open("x.db"), "selec 1"));
    assertThat((Throwable) e).isInstanceOf(SQLiteException.class);
    assertThat(EngineErrors.sqlite(e).getErrorCode()).isEqualTo(e.getErrorCode()).isEqualTo(1);
  }

  static Stream<Arguments> failures() {
    return FAILURES
        .lines()
        .map(line -> line.split(": ", 2))
        .map(parts -> Arguments.of(ErrorCode.valueOf(parts[0]), parts[1].split("; ")));
  }

  private Connection open(String name) throws SQLException {
    Properties impatient = new Properties();
    impatient.setProperty("busy_timeout", "0");
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name), impatient);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable failing) {
    SQLException e = catchThrowableOfType(SQLException.class, failing);
    SQLException translated = EngineErrors.sqlite(e);
    assertThat((Throwable) translated).hasMessage(e.getMessage()).hasCause(e);
    assertThat(translated.getSQLState()).as(e.getMessage()).isEqualTo(code.sqlState());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
