package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that are being read when their session or its transaction comes to an end. */
@Timeout(120)
class LostWhileReadingTest {

  private static final String MANY_ROWS = "SELECT range, repeat('x', 100) FROM range(3000000)";

  /** Fails behind its first rows. */
  private static final String BAD_ROWS =
      "SELECT CAST(CASE WHEN range = 50000000 THEN 'x' ELSE '1' END AS INTEGER)"
          + " FROM range(60000000)";

  @TempDir Path folder;

  private Path file;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void assertState(String state, SqlCall call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo(state);
  }

  private interface SqlCall {
    void run() throws SQLException;
  }

  private static void readAll(ResultSet rows) throws SQLException {
    while (rows.next()) {
      // To the end, or to where the host was lost.
    }
  }

  /** Writes in a transaction and begins to read, in a session of a host that is then killed. */
  private ResultSet readInTransaction(ChildJvm host, Connection mine, Statement statement)
      throws Exception {
    mine.setAutoCommit(false);
    run(mine, "INSERT INTO t VALUES (1)");
    ResultSet rows = statement.executeQuery(MANY_ROWS);
    assertThat(rows.next()).isTrue();
    host.kill();
    return rows;
  }

  @Test
  void shouldLoseTheTransactionWithTheResultThatIsRead() throws Exception {
    try (ChildJvm host = SqlChild.start(url)) {
      host.hear();
      host.ask("CREATE TABLE t(x INTEGER)");
      try (Connection mine = DriverManager.getConnection(url);
          Statement statement = mine.createStatement()) {
        ResultSet rows = readInTransaction(host, mine, statement);
        assertState("40001", () -> readAll(rows));
        assertState("25P02", () -> run(mine, "INSERT INTO t VALUES (2)"));
        assertState("25P02", mine::commit);
        assertThat(count(mine)).isZero();
      }
    }
  }

  @Test
  void shouldLoseTheTransactionWithTheResultThatIsClosed() throws Exception {
    try (ChildJvm host = SqlChild.start(url)) {
      host.hear();
      host.ask("CREATE TABLE t(x INTEGER)");
      try (Connection mine = DriverManager.getConnection(url);
          Statement statement = mine.createStatement()) {
        ResultSet rows = readInTransaction(host, mine, statement);
        rows.close();
        assertThatThrownBy(() -> run(mine, "INSERT INTO t VALUES (2)"))
            .isInstanceOf(SQLException.class)
            .extracting(e -> ((SQLException) e).getSQLState())
            .isIn("40001", "25P02");
        mine.rollback();
        assertThat(count(mine)).isZero();
      }
    }
  }

  @Test
  void shouldNotCommitWhatAnErrorInTheRestOfAResultHasRolledBack() throws Exception {
    try (Connection mine = DriverManager.getConnection(url);
        Statement statement = mine.createStatement()) {
      run(mine, "CREATE TABLE t(x INTEGER)");
      mine.setAutoCommit(false);
      run(mine, "INSERT INTO t VALUES (1)");
      ResultSet rows = statement.executeQuery(BAD_ROWS);
      assertThat(rows.next()).isTrue();
      assertState("25P02", () -> run(mine, "INSERT INTO t VALUES (2)"));
      assertState("25P02", mine::commit);
      assertState("22000", () -> readAll(rows));
      run(mine, "INSERT INTO t VALUES (3)");
      mine.commit();
      assertThat(count(mine)).isEqualTo(1);
    }
  }

  @Test
  void shouldGoOnAfterAResultThatFailed() throws Exception {
    try (Connection mine = DriverManager.getConnection(url);
        Statement statement = mine.createStatement()) {
      run(mine, "CREATE TABLE t(x INTEGER)");
      ResultSet rows = statement.executeQuery(BAD_ROWS);
      assertState("22000", () -> readAll(rows));
      assertThat(count(mine)).isZero();
    }
  }

  @Test
  void shouldNotTakeTheEndOfASessionForTheEndOfItsResult() throws Exception {
    try (Connection mine = DriverManager.getConnection(url + "?handoverTimeout=200ms");
        Statement statement = mine.createStatement()) {
      ResultSet rows = statement.executeQuery(MANY_ROWS);
      assertThat(rows.next()).isTrue();
      try (Release release = Release.of(DatabaseId.of(file), Duration.ofSeconds(20));
          ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
        assertThat(release.formerHost()).isPresent();
        assertThat(outside.hear()).isEqualTo("open");
      }
      assertState("08006", () -> readAll(rows));
    }
  }

  @Test
  void shouldNotEndATransactionByABatch() throws Exception {
    try (Connection mine = DriverManager.getConnection(url);
        var batch = mine.prepareStatement("COMMIT")) {
      run(mine, "CREATE TABLE t(x INTEGER)");
      mine.setAutoCommit(false);
      run(mine, "INSERT INTO t VALUES (1)");
      batch.addBatch();
      assertState("42000", batch::executeBatch);
      mine.rollback();
      assertThat(count(mine)).isZero();
    }
  }
}
