package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.columnInTransaction;
import static dev.bolt.engine.SqliteFile.run;
import static dev.bolt.engine.SqliteFile.runInTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteWaitTest {

  private static final ExecuteOptions SHORT = timeout(Duration.ofMillis(200));

  private static final String ENDLESS_INSERT =
      "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
          + " SELECT i, i FROM n";

  @TempDir Path folder;
  private Path path;
  private SqliteFile file;
  private EngineSession session;
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);

  @BeforeEach
  void open() throws Exception {
    path = folder.resolve("a.db");
    file = SqliteFile.open(path);
    session = file.session();
    run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
    run(
        session,
        "CREATE VIEW generate AS WITH RECURSIVE n(value) AS"
            + " (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 500) SELECT * FROM n");
  }

  @AfterEach
  void close() throws SQLException {
    later.shutdownNow();
    file.close();
  }

  @Test
  void shouldNameAProcessThatHoldsTheLock() throws Exception {
    try (ChildJvm holder = ChildJvm.start(SqliteLockHolder.class, path.toString());
        SqliteFile impatient = SqliteFile.open(path, Map.of(), Duration.ofMillis(300));
        EngineSession waiting = impatient.session()) {
      assertThat(holder.hear()).isEqualTo("held");
      for (ExecuteOptions options :
          List.of(ExecuteOptions.AUTO_COMMIT, ExecuteOptions.IN_TRANSACTION)) {
        assertThatThrownBy(() -> run(waiting, options, "INSERT INTO t VALUES (1, 1)"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("PID " + holder.pid())
            .hasMessageContaining("Waited 300 ms")
            .satisfies(e -> assertState(ErrorCode.LOCK_TIMEOUT, e));
        assertThat(waiting.transaction()).isEqualTo(TransactionState.NONE);
      }
      assertThat(column(waiting, "SELECT * FROM t")).isEmpty();
    }
    run(session, "INSERT INTO t VALUES (1, 1)");
  }

  @Test
  void shouldNameThisProcess() throws Exception {
    run(session, "BEGIN IMMEDIATE");
    try (EngineSession waiting = file.session()) {
      run(waiting, "PRAGMA busy_timeout = 150");
      assertThatThrownBy(() -> run(waiting, "INSERT INTO t VALUES (1, 1)"))
          .hasMessageContaining("another session of this process");
    }
  }

  @Test
  void shouldWaitForTheLock() throws Exception {
    runInTransaction(session, "INSERT INTO t VALUES (1, 1)");
    try (EngineSession waiting = file.session()) {
      Future<Long> write = later.submit(() -> run(waiting, "UPDATE t SET v = v + 1 WHERE id = 1"));
      later.schedule(() -> commit(session), 400, TimeUnit.MILLISECONDS);
      assertThat(write.get()).isEqualTo(1);
      assertThat(column(waiting, "SELECT v FROM t")).containsExactly(2);
    }
  }

  @Test
  void shouldCancelAWaitInUnderASecond() throws Exception {
    run(session, "BEGIN IMMEDIATE");
    try (EngineSession waiting = file.session()) {
      cancelSoon(waiting);
      assertEndsSoon(() -> run(waiting, "INSERT INTO t VALUES (1, 1)"));
      cancelSoon(waiting);
      assertEndsSoon(() -> runInTransaction(waiting, "INSERT INTO t VALUES (1, 1)"));
      assertEndsSoon(() -> run(waiting, SHORT, "INSERT INTO t VALUES (1, 1)"));
      session.commit();
      run(waiting, "INSERT INTO t VALUES (1, 1)");
    }
  }

  @Test
  void shouldCancelAStatementInUnderASecond() throws Exception {
    cancelSoon(session);
    assertEndsSoon(() -> run(session, SqliteFile.endless()));
    assertEndsSoon(() -> run(session, SHORT, SqliteFile.endless()));
    assertThat(column(session, "SELECT 1")).containsExactly(1);
  }

  @Test
  void shouldLeaveOpenResultsAloneWhenAStatementIsCancelled() throws Exception {
    run(session, "INSERT INTO t VALUES (1, 1), (2, 2)");
    Cursor.Native rows = query("SELECT id FROM t");
    assertThat(rows.next()).isTrue();
    assertEndsSoon(() -> run(session, SHORT, SqliteFile.endless()));
    assertThat(column(session, "SELECT 1")).containsExactly(1);
    assertThat(rows.next()).isTrue();
    rows.close();
  }

  @Test
  void shouldEndOpenResultsWhenAWriteIsCancelled() throws Exception {
    run(session, "INSERT INTO t VALUES (-1, 1), (-2, 2)");
    Cursor.Native rows = query("SELECT id FROM t");
    assertThat(rows.next()).isTrue();
    assertEndsSoon(() -> run(session, SHORT, ENDLESS_INSERT));
    assertThatThrownBy(rows::next)
        .hasMessageContaining("was ended")
        .satisfies(e -> assertState(ErrorCode.INTERRUPTED, e));
    rows.close();
    assertThat(column(session, "SELECT count(*) FROM t")).containsExactly(2);
    run(session, "INSERT INTO t VALUES (3, 3)");
  }

  @Test
  void shouldNeverReportAWriteAsCancelledThatIsThere() throws Exception {
    for (int id = 1; id <= 300; id++) {
      int delay = id;
      Future<?> cancel =
          later.submit(
              () -> {
                LockSupport.parkNanos(delay * 1000L);
                session.cancel();
                return null;
              });
      boolean done = true;
      try {
        run(session, "INSERT INTO t SELECT ? * 1000 + value, 0 FROM generate", id);
      } catch (SQLException e) {
        assertState(ErrorCode.INTERRUPTED, e);
        done = false;
      }
      cancel.get();
      assertThat(column(session, "SELECT count(*) FROM t WHERE id / 1000 = ?", id))
          .containsExactly(done ? 500 : 0);
    }
  }

  @Test
  void shouldExplainThatAnOpenResultIsInTheWay() throws Exception {
    run(session, "INSERT INTO t VALUES (1, 1), (2, 2)");
    try (EngineSession other = file.session()) {
      Cursor.Native rows = query("SELECT id FROM t");
      assertThat(rows.next()).isTrue();
      run(other, "INSERT INTO t VALUES (3, 3)");
      for (ExecuteOptions options :
          List.of(ExecuteOptions.AUTO_COMMIT, ExecuteOptions.IN_TRANSACTION)) {
        assertThatThrownBy(() -> run(session, options, "INSERT INTO t VALUES (4, 4)"))
            .hasMessageContaining("Close the result")
            .satisfies(e -> assertState(ErrorCode.SERIALIZATION_FAILURE, e));
      }
      rows.close();
      run(session, "INSERT INTO t VALUES (4, 4)");
    }
  }

  @Test
  void shouldCancelTheSearchForTheNextRow() throws Exception {
    Cursor.Native rows =
        query(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                + " SELECT i FROM n WHERE i = 1 OR i < 0");
    assertThat(rows.next()).isTrue();
    cancelSoon(session);
    assertEndsSoon(rows::next);
    rows.close();
  }

  @Test
  void shouldAbortTheTransactionOfAWriteThatIsCancelled() throws Exception {
    runInTransaction(session, "INSERT INTO t VALUES (-1, 1)");
    cancelSoon(session);
    assertEndsSoon(() -> runInTransaction(session, ENDLESS_INSERT));
    assertThat(session.transaction()).isEqualTo(TransactionState.ABORTED);
    session.rollback();
    assertThat(column(session, "SELECT count(*) FROM t")).containsExactly(0);
  }

  @Test
  void shouldKeepTheTransactionWhenAReadIsCancelled() throws Exception {
    runInTransaction(session, "INSERT INTO t VALUES (1, 1)");
    cancelSoon(session);
    assertEndsSoon(() -> runInTransaction(session, SqliteFile.endless()));
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    session.commit();
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1);
  }

  @Test
  void shouldIgnoreACancelWhenNothingRuns() throws Exception {
    session.cancel();
    assertThat(column(session, "SELECT 1")).containsExactly(1);
  }

  @Test
  void shouldWaitForReadersWhereThereIsNoWal() throws Exception {
    Path plain = folder.resolve("plain.db");
    Map<String, String> options = Map.of("journal_mode", "delete");
    try (SqliteFile rollback = SqliteFile.open(plain, options, Duration.ofMillis(300));
        EngineSession writer = rollback.session();
        EngineSession reader = rollback.session()) {
      assertThat(rollback.engine().journalMode()).isEqualTo("delete");
      run(writer, "CREATE TABLE t (i INTEGER)");
      run(writer, "INSERT INTO t VALUES (1), (2)");
      Cursor.Native rows =
          (Cursor.Native)
              reader
                  .execute(
                      SqliteFile.statement("SELECT i FROM t"),
                      new Object[0],
                      ExecuteOptions.AUTO_COMMIT)
                  .cursor();
      assertThat(rows.next()).isTrue();
      runInTransaction(writer, "INSERT INTO t VALUES (3)");
      assertThatThrownBy(writer::commit).satisfies(e -> assertState(ErrorCode.LOCK_TIMEOUT, e));
      assertThat(writer.transaction()).isEqualTo(TransactionState.NONE);
      later.schedule(() -> closeRows(rows), 100, TimeUnit.MILLISECONDS);
      run(writer, "INSERT INTO t VALUES (4)");
      assertThat(column(writer, "SELECT i FROM t")).containsExactly(1, 2, 4);
    }
  }

  @Test
  void shouldLoseNoWriteOfManySessions() throws Exception {
    run(session, "INSERT INTO t VALUES (1, 0)");
    int threads = 4;
    int times = 100;
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(CompletableFuture.runAsync(() -> increment(times), later));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    assertThat(column(session, "SELECT v FROM t WHERE id = 1")).containsExactly(threads * times);
  }

  private void increment(int times) {
    try (EngineSession mine = file.session()) {
      int done = 0;
      while (done < times) {
        done += incremented(mine) ? 1 : 0;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds one; false when that has to be tried again. */
  private static boolean incremented(EngineSession mine) throws SQLException {
    try {
      int now = (Integer) columnInTransaction(mine, "SELECT v FROM t WHERE id = 1").get(0);
      runInTransaction(mine, "UPDATE t SET v = ? WHERE id = 1", now + 1);
      mine.commit();
      return true;
    } catch (SQLException e) {
      assertState(ErrorCode.SERIALIZATION_FAILURE, e);
      mine.rollback();
      return false;
    }
  }

  private Cursor.Native query(String sql) throws SQLException {
    return (Cursor.Native)
        session
            .execute(SqliteFile.statement(sql), new Object[0], ExecuteOptions.AUTO_COMMIT)
            .cursor();
  }

  private void cancelSoon(EngineSession running) {
    later.schedule(
        () -> {
          running.cancel();
          return null;
        },
        200,
        TimeUnit.MILLISECONDS);
  }

  private static void assertEndsSoon(ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call).satisfies(e -> assertState(ErrorCode.INTERRUPTED, e));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  private static void commit(EngineSession session) {
    try {
      session.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void closeRows(Cursor rows) {
    try {
      rows.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExecuteOptions timeout(Duration timeout) {
    return new ExecuteOptions(true, false, false, 0, timeout, ExecuteOptions.GeneratedKeys.NONE);
  }

  private static void assertState(ErrorCode code, Throwable failure) {
    assertThat(((SQLException) failure).getSQLState()).isEqualTo(code.sqlState());
  }
}
