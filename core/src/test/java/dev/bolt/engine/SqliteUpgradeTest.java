package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.columnInTransaction;
import static dev.bolt.engine.SqliteFile.run;
import static dev.bolt.engine.SqliteFile.runInTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a transaction that reads, while somebody else commits, and then writes. */
@Timeout(60)
class SqliteUpgradeTest {

  private static final String WRITE = "INSERT INTO log VALUES ('done')";

  @TempDir Path folder;
  private SqliteFile file;
  private EngineSession session;
  private EngineSession other;

  @BeforeEach
  void open() throws Exception {
    file = SqliteFile.open(folder.resolve("a.db"));
    session = file.session();
    other = file.session();
    run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
    run(session, "CREATE TABLE log (what TEXT)");
    run(session, "INSERT INTO t VALUES (1, 'a'), (2, 2.5), (3, x'00ff'), (4, NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    file.close();
  }

  @Test
  void shouldWriteWhenNothingHasChanged() throws SQLException {
    assertThat(read("SELECT v FROM t")).hasSize(4);
    runInTransaction(session, WRITE);
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    session.commit();
    assertLogged(1);
  }

  @Test
  void shouldGoOnWhenItsReadsAreTheSame() throws SQLException {
    read("SELECT v FROM t WHERE id = ?", 1);
    read("SELECT * FROM t ORDER BY id");
    read("EXPLAIN QUERY PLAN SELECT * FROM t");
    read("SELECT 1 WHERE 0");
    run(other, "INSERT INTO log VALUES ('other')");
    runInTransaction(session, WRITE);
    assertThat(read("SELECT what FROM log")).containsExactly("other", "done");
    session.commit();
    assertLogged(2);
  }

  @Test
  void shouldGoOnWhenAProgramOutsideChangedSomethingElse() throws SQLException {
    read("SELECT v FROM t WHERE id = 1");
    try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
        Statement statement = outside.createStatement()) {
      statement.executeUpdate("UPDATE t SET v = 'z' WHERE id = 2");
    }
    runInTransaction(session, WRITE);
    session.commit();
    assertLogged(1);
  }

  @Test
  void shouldWaitForAProgramOutsideThatIsWriting() throws Exception {
    read("SELECT v FROM t WHERE id = 1");
    try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
        Statement statement = outside.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      statement.executeUpdate("UPDATE t SET v = 'z' WHERE id = 2");
      FutureTask<Long> write = new FutureTask<>(() -> runInTransaction(session, WRITE));
      Thread writer = new Thread(write);
      writer.start();
      while (!waitsForLock(writer)) {
        Thread.onSpinWait();
      }
      statement.executeUpdate("COMMIT");
      assertThat(write.get()).isEqualTo(1);
    }
    assertThat(read("SELECT v FROM t WHERE id = 2")).containsExactly("z");
    session.commit();
    assertLogged(1);
  }

  private static boolean waitsForLock(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("retry"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET v = 'b' WHERE id = 1",
        "UPDATE t SET v = '2.5' WHERE id = 2",
        "UPDATE t SET v = CAST(v AS TEXT) WHERE id = 3",
        "UPDATE t SET v = 0 WHERE id = 4",
        "DELETE FROM t WHERE id = 4",
        "INSERT INTO t VALUES (5, 'new')",
        "ALTER TABLE t RENAME COLUMN v TO w"
      })
  void shouldEndWhenItsReadsDiffer(String change) throws SQLException {
    read("SELECT * FROM t");
    run(other, change);
    assertConflict("transactionMode=immediate");
  }

  @Test
  void shouldSeeAChangeInALongResult() throws SQLException {
    run(session, "INSERT INTO t SELECT 10 + value, hex(zeroblob(200)) FROM (" + series(500) + ")");
    read("SELECT * FROM t");
    run(other, "INSERT INTO log VALUES ('other')");
    runInTransaction(session, "DELETE FROM log");
    session.commit();
    read("SELECT * FROM t");
    run(other, "UPDATE t SET v = zeroblob(5000) WHERE id = 400");
    assertConflict("other results");
    read("SELECT * FROM t");
    run(other, "UPDATE t SET v = zeroblob(5001) WHERE id = 400");
    assertConflict("other results");
  }

  @Test
  void shouldCompareNoMoreThanWasDelivered() throws SQLException {
    Cursor.Native rows = query("SELECT v FROM t ORDER BY id");
    assertThat(rows.next()).isTrue();
    rows.close();
    read(new ExecuteOptions(false, false, false, 2, null, GeneratedKeys.NONE), "SELECT id FROM t");
    run(other, "UPDATE t SET v = 'z' WHERE id > 1");
    run(other, "INSERT INTO t VALUES (9, 9)");
    runInTransaction(session, WRITE);
    session.commit();
    assertLogged(1);
  }

  @Test
  void shouldCompareTheEndOnlyIfItWasSeen() throws SQLException {
    Cursor.Native rows = query("SELECT id FROM t ORDER BY id");
    for (int i = 0; i < 4; i++) {
      assertThat(rows.next()).isTrue();
    }
    rows.close();
    run(other, "INSERT INTO t VALUES (9, 9)");
    runInTransaction(session, WRITE);
    session.commit();
    assertLogged(1);
  }

  @Test
  void shouldGoOnWhenAReadFailsInTheSameWay() throws SQLException {
    read("SELECT 1");
    assertThatThrownBy(() -> read("SELECT json(v) FROM t WHERE id = 1"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> read("SELECT CASE id WHEN 3 THEN json('{') ELSE v END FROM t"))
        .isInstanceOf(SQLException.class);
    run(other, "INSERT INTO log VALUES ('other')");
    runInTransaction(session, WRITE);
    session.commit();
    assertLogged(2);
  }

  @Test
  void shouldEndWhenAReadFailsNoMore() throws SQLException {
    read("SELECT 1");
    assertThatThrownBy(() -> read("SELECT json(v) FROM t WHERE id = 1"))
        .isInstanceOf(SQLException.class);
    run(other, "UPDATE t SET v = '{}' WHERE id = 1");
    assertConflict("other results");
  }

  @Test
  void shouldGiveTheRestOfAnOpenResultFromItsOwnSnapshot() throws SQLException {
    Cursor.Native before =
        (Cursor.Native)
            session
                .execute(
                    SqliteFile.statement("SELECT id FROM log, t"),
                    new Object[0],
                    ExecuteOptions.AUTO_COMMIT)
                .cursor();
    Cursor.Native begun = query("SELECT id, v FROM t ORDER BY id");
    assertThat(begun.next()).isTrue();
    assertThat(begun.next()).isTrue();
    Cursor.Native fresh = query("SELECT v AS w FROM t ORDER BY id");
    run(other, "INSERT INTO log VALUES ('other')");
    runInTransaction(session, WRITE);
    runInTransaction(session, "DELETE FROM t");
    assertThat(begun.row()).isEqualTo(2);
    assertThat(begun.resultSet().getDouble(2)).isEqualTo(2.5);
    assertThat(begun.next()).isTrue();
    assertThat(begun.row()).isEqualTo(3);
    assertThat(begun.resultSet().getBytes(2)).containsExactly(0, 255);
    assertThat(begun.next()).isTrue();
    assertThat(begun.named().getObject("v")).isNull();
    assertThat(begun.next()).isFalse();
    begun.close();
    assertThat(fresh.named().findColumn("w")).isEqualTo(1);
    session.commit();
    assertThat(column(fresh)).hasSize(4);
    before.close();
    assertLogged(2);
  }

  @Test
  void shouldCompareTheRestOfAnOpenResultToo() throws SQLException {
    Cursor.Native rows = query("SELECT id, v FROM t ORDER BY id");
    assertThat(rows.next()).isTrue();
    run(other, "UPDATE t SET v = 'z' WHERE id = 4");
    assertConflict("other results");
    rows.close();
  }

  @Test
  void shouldEndWhenAnOpenResultIsTooLong() throws SQLException {
    Cursor.Native rows = query("SELECT a.id FROM t a, t b, t c, t d, t e, t f, t g");
    assertThat(rows.next()).isTrue();
    run(other, "INSERT INTO log VALUES ('other')");
    assertConflict("rows");
    assertThatThrownBy(rows::next).hasMessageContaining("was ended");
    rows.close();
  }

  @Test
  void shouldNotRepeatTooManyRows() throws SQLException {
    read("SELECT id FROM t WHERE id = 1");
    read(series(TransactionReads.MAX_ROWS));
    run(other, "INSERT INTO log VALUES ('other')");
    assertConflict("more than 10000 rows");
  }

  @Test
  void shouldNotRepeatTooManyReads() throws SQLException {
    for (int i = 0; i <= TransactionReads.MAX_READS; i++) {
      read("SELECT v FROM t WHERE id = 1");
    }
    run(other, "INSERT INTO log VALUES ('other')");
    assertConflict("more than 1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT random()",
        "SELECT last_insert_rowid()",
        "SELECT date('now')",
        "SELECT CURRENT_TIMESTAMP",
        "SAVEPOINT s",
        "CREATE TEMP TABLE mine (x)",
        "PRAGMA user_version",
        "ATTACH ':memory:' AS m"
      })
  void shouldNotRepeatWhatCannotBe(String statement) throws SQLException {
    read("SELECT v FROM t WHERE id = 1");
    runInTransaction(session, statement);
    run(other, "INSERT INTO log VALUES ('other')");
    assertConflict("cannot be repeated");
  }

  @Test
  void shouldNoticeWhatAViewHides() throws SQLException {
    run(session, "CREATE VIEW dice AS SELECT random() AS number");
    read("SELECT number FROM dice");
    run(other, "INSERT INTO log VALUES ('other')");
    assertConflict("give other results");
  }

  @Test
  void shouldNotRepeatMetadata() throws SQLException {
    read("SELECT v FROM t WHERE id = 1");
    Object[] all = {null, null, "%", null};
    List<String> types = List.of("String", "String", "String", "String[]");
    ((Cursor) session.metadata(new MetadataCall("getTables", types, all))).close();
    run(other, "INSERT INTO log VALUES ('other')");
    assertConflict("metadata");
  }

  @Test
  void shouldNotRepeatAWriteToATemporaryTable() throws SQLException {
    run(session, "CREATE TEMP TABLE mine (x)");
    read("SELECT v FROM t WHERE id = 1");
    runInTransaction(session, "INSERT INTO mine VALUES (1)");
    try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
        Statement statement = outside.createStatement()) {
      statement.executeUpdate("INSERT INTO log VALUES ('outside')");
    }
    assertConflict("written already");
    assertThat(column(session, "SELECT * FROM mine")).isEmpty();
  }

  @Test
  void shouldDoWithoutRepeatingWhereNothingHasChanged() throws SQLException {
    read("SELECT random()");
    runInTransaction(session, "SAVEPOINT s");
    runInTransaction(session, WRITE);
    runInTransaction(session, "RELEASE s");
    session.commit();
    assertLogged(1);
  }

  @Test
  void shouldReadTheStateOfItsFirstStatementNotOfItsBegin() throws SQLException {
    run(session, "BEGIN");
    run(other, "INSERT INTO log VALUES ('other')");
    assertThat(column(session, "SELECT what FROM log")).containsExactly("other");
    run(other, "INSERT INTO log VALUES ('other')");
    assertThat(column(session, "SELECT what FROM log")).containsExactly("other");
    run(session, "COMMIT");
    assertThat(column(session, "SELECT what FROM log")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "ROLLBACK", "END"})
  void shouldEndATransactionThatHasRunNothing(String end) throws SQLException {
    run(session, "BEGIN DEFERRED");
    assertThatThrownBy(() -> run(session, "BEGIN")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> run(session, "SELECT * FROM nowhere"))
        .isInstanceOf(SQLException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.READING);
    run(session, end);
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    run(session, WRITE);
    assertLogged(1);
  }

  @Test
  void shouldRunABatchAfterStaleReads() throws SQLException {
    read("SELECT v FROM t WHERE id = 1");
    run(other, "INSERT INTO log VALUES ('other')");
    session.executeBatch(
        SqliteFile.statement("INSERT INTO log VALUES (?)"),
        List.of(new Object[] {"x"}, new Object[] {"y"}),
        ExecuteOptions.IN_TRANSACTION);
    session.commit();
    assertLogged(3);
  }

  @Test
  void shouldNotMindParametersThatChangeLater() throws SQLException {
    byte[] value = {0, -1};
    read("SELECT id FROM t WHERE v = ?", value);
    value[0] = 7;
    run(other, "INSERT INTO log VALUES ('other')");
    runInTransaction(session, WRITE);
    session.commit();
    assertLogged(2);
  }

  private void assertConflict(String why) throws SQLException {
    assertThatThrownBy(() -> runInTransaction(session, WRITE))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE.sqlState()))
        .hasMessageContaining(why)
        .hasMessageContaining("run it again")
        .hasMessageNotContaining("SQLITE_BUSY");
    assertThat(session.transaction()).isEqualTo(TransactionState.ABORTED);
    assertThatThrownBy(() -> runInTransaction(session, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.TRANSACTION_ABORTED.sqlState()));
    session.rollback();
    assertThat(column(other, "SELECT what FROM log WHERE what = 'done'")).isEmpty();
  }

  private static String series(int rows) {
    return "WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT "
        + rows
        + ") SELECT value FROM n";
  }

  private void assertLogged(int rows) throws SQLException {
    assertThat(column(other, "SELECT what FROM log")).hasSize(rows);
  }

  private List<Object> read(String sql, Object... parameters) throws SQLException {
    return columnInTransaction(session, sql, parameters);
  }

  private void read(ExecuteOptions options, String sql) throws SQLException {
    column(session.execute(SqliteFile.statement(sql), new Object[0], options).cursor());
  }

  private Cursor.Native query(String sql) throws SQLException {
    return (Cursor.Native)
        session
            .execute(SqliteFile.statement(sql), new Object[0], ExecuteOptions.IN_TRANSACTION)
            .cursor();
  }
}
