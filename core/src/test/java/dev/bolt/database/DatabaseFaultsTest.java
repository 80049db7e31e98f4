package dev.bolt.database;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatabaseFaultsTest extends DatabaseTest {

  @Test
  void shouldRefuseTextWithoutAStatement() {
    assertThat(assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.query(null)))
        .isEqualTo("The SQL text is null");
    for (String empty : List.of("", "  \n", ";;", "-- nothing\n", "/* nothing */")) {
      assertThat(assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.query(empty)))
          .contains("has no statement");
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.execute(empty));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.batch(empty, List.of()));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.queryStream(empty));
      assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.transaction(tx -> tx.execute(empty)));
    }
  }

  @Test
  void shouldSayHowManyParametersThereAre() throws SQLException {
    String insert = "INSERT INTO notes VALUES (?, ?)";
    assertThat(assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.execute(insert, 1)))
        .isEqualTo("The SQL text takes 2 parameters, and 1 given: " + insert);
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.execute(insert, 1, "a", "b"));
    assertThat(assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.query("SELECT ?")))
        .startsWith("The SQL text takes 1 parameter, and 0 given");
    List<Object[]> rows = new ArrayList<>();
    rows.add(new Object[] {1, "a"});
    rows.add(new Object[] {2});
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.batch(insert, rows));
    assertThat(assertFails(ErrorCode.INVALID_ARGUMENT, () -> db.batch(insert, null)))
        .isEqualTo("The rows of the batch are null");
    assertThat(count()).isZero();
  }

  @Test
  void shouldRunNoQueryAsAnUpdate() {
    assertThat(assertFails(ErrorCode.INVALID_STATEMENT, () -> db.execute("SELECT 1")))
        .contains("has not been run: use query()");
    assertFails(ErrorCode.INVALID_STATEMENT, () -> db.execute("EXPLAIN SELECT 1"));
    assertFails(
        ErrorCode.INVALID_STATEMENT, () -> db.batch("SELECT ?", List.<Object[]>of(new Object[1])));
  }

  @Test
  void shouldRunNoUpdateAsAQuery() throws SQLException {
    assertThat(
            assertFails(
                ErrorCode.INVALID_STATEMENT, () -> db.query("INSERT INTO notes VALUES (1, 'a')")))
        .contains("has not been run: use execute()");
    assertFails(ErrorCode.INVALID_STATEMENT, () -> db.query("CREATE TABLE x (y INTEGER)"));
    assertFails(ErrorCode.UNKNOWN_TABLE, () -> db.query("SELECT * FROM x"));
    assertFails(
        ErrorCode.INVALID_STATEMENT,
        () -> db.transaction(tx -> tx.query("UPDATE notes SET body = ?", "x")));
    assertThat(count()).isZero();
  }

  @Test
  void shouldPassOnWhatAMapperThrows() throws SQLException {
    db.execute("INSERT INTO notes VALUES (1, 'a')");
    IllegalStateException mine = new IllegalStateException("x");
    assertThatThrownBy(
            () ->
                db.query(
                    "SELECT * FROM notes",
                    row -> {
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThatThrownBy(() -> db.query("SELECT * FROM notes", row -> row.get("nothing")))
        .hasMessageContaining("it has id, body");
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldSayWhoHasTheConnections() throws Exception {
    Duration timeout = Duration.ofMillis(300);
    try (ConcurrentDatabase narrow =
            open(config().withMaxConnections(1).withConnectionTimeout(timeout));
        Stream<Row> rows = narrow.queryStream(manyRows(10))) {
      String message =
          assertFails(ErrorCode.POOL_EXHAUSTED, () -> narrow.query("SELECT * FROM notes"));
      assertThat(message)
          .contains("total=1, active=1, idle=0")
          .contains("Thread " + Thread.currentThread().getName() + " has had one");
      assertThat(narrow.stats().retries()).isZero();
      assertThat(narrow.stats().errors()).containsOnlyKeys("53300");
      assertThat(rows.count()).isEqualTo(10);
      assertThat(narrow.query("SELECT * FROM notes")).isEmpty();
    }
  }

  @Test
  void shouldEndTheWaitOfAnInterruptedThread() throws Exception {
    try (ConcurrentDatabase narrow = open(config().withMaxConnections(1))) {
      AtomicReference<SQLException> failure = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  narrow.query("SELECT 1");
                } catch (SQLException e) {
                  failure.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
              });
      try (Stream<Row> rows = narrow.queryStream(manyRows(10))) {
        waiting.start();
        await().until(() -> narrow.stats().pool().waiting() == 1);
        waiting.interrupt();
        waiting.join();
        assertThat(rows.count()).isEqualTo(10);
      }
      assertThat(ErrorCode.of(failure.get())).contains(ErrorCode.INTERRUPTED);
      assertThat((Throwable) failure.get()).hasMessageContaining("waited for a connection");
      assertThat(flag).hasValue(true);
      assertThat(narrow.stats().pool().active()).isZero();
    }
  }

  @Test
  void shouldKeepTheFlagOfAnInterruptedThread() throws SQLException {
    Thread.currentThread().interrupt();
    try {
      db.execute("INSERT INTO notes VALUES (1, 'a')");
    } catch (SQLException e) {
      assertThat(ErrorCode.of(e)).contains(ErrorCode.INTERRUPTED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(db.stats().pool().active()).isZero();
    assertThat(count()).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldSayThatItIsClosed() {
    db.close();
    db.close();
    assertThat(assertFails(ErrorCode.CLOSED, () -> db.query("SELECT 1")))
        .contains("a.db is closed", "ConcurrentDatabase.open");
    assertFails(ErrorCode.CLOSED, () -> db.execute("DROP TABLE notes"));
    assertFails(ErrorCode.CLOSED, () -> db.batch("DELETE FROM notes", List.of()));
    assertFails(ErrorCode.CLOSED, () -> db.queryStream("SELECT 1"));
    assertFails(ErrorCode.CLOSED, () -> db.transaction(tx -> 1));
    assertThat(db.stats().pool().active()).isZero();
  }

  @Test
  void shouldLetWorkEndWhenClosed() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    ConcurrentDatabase closed = open(config().withCloseTimeout(Duration.ofSeconds(30)));
    CompletableFuture<Integer> work =
        closed.transactionAsync(
            tx -> {
              inside.countDown();
              closing.await();
              return tx.execute("INSERT INTO notes VALUES (1, 'a')");
            });
    inside.await();
    CompletableFuture<Void> close = CompletableFuture.runAsync(closed::close);
    await().until(() -> closed.queryAsync("SELECT 1").isCompletedExceptionally());
    closing.countDown();
    assertThat(work.get()).isEqualTo(1);
    close.get();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void shouldCancelWorkThatDoesNotEnd() throws Exception {
    ConcurrentDatabase closed = open(config().withCloseTimeout(Duration.ofMillis(50)));
    CompletableFuture<?> first = closed.queryAsync(endlessQuery());
    CompletableFuture<?> second = closed.queryAsync(endlessQuery());
    Stream<Row> never = closed.queryStream(manyRows(1_000_000));
    await().until(() -> closed.stats().pool().active() == 3);
    closed.close();
    closed.close();
    assertThatThrownBy(first::get).hasCauseInstanceOf(SQLException.class);
    assertThatThrownBy(second::get).hasCauseInstanceOf(SQLException.class);
    assertThatThrownBy(never::count).isInstanceOf(UncheckedSqlException.class);
    never.close();
    assertThat(count()).isZero();
  }

  @Test
  void shouldRefuseWhatIsNoFile() {
    for (String name : List.of("", ":memory:", ":memory:x")) {
      assertThat(
              assertFails(ErrorCode.INVALID_OPTION, () -> ConcurrentDatabase.open(Path.of(name))))
          .contains("is no file");
    }
    assertThat(
            assertFails(
                ErrorCode.CANNOT_OPEN,
                () -> ConcurrentDatabase.open(folder.resolve("none").resolve("a.db"))))
        .contains("does not exist");
    assertFails(ErrorCode.CANNOT_OPEN, () -> ConcurrentDatabase.open(folder));
  }

  @Test
  void shouldRefuseAnOptionThatNobodyKnows() {
    assertFails(
        ErrorCode.INVALID_OPTION,
        () ->
            ConcurrentDatabase.open(
                folder.resolve("b.db"),
                DatabaseConfig.defaults().withEngine(engine).withOption("xyzzy", "1")));
  }

  @Test
  void shouldRefuseTheOtherEngine() throws Exception {
    EngineKind other = engine == EngineKind.DUCKDB ? EngineKind.SQLITE : EngineKind.DUCKDB;
    db.close();
    assertThat(Files.size(folder.resolve("a.db"))).isPositive();
    assertFails(
        ErrorCode.CANNOT_OPEN,
        () ->
            ConcurrentDatabase.open(
                folder.resolve("a.db"), DatabaseConfig.defaults().withEngine(other)));
  }

  @Test
  void shouldTakeAFileOfAnyName() throws SQLException {
    try (ConcurrentDatabase odd =
        ConcurrentDatabase.open(
            folder.resolve("a?b=%3F &d.db"), DatabaseConfig.defaults().withEngine(engine))) {
      odd.execute("CREATE TABLE t (x INTEGER)");
    }
    assertThat(folder.resolve("a?b=%3F &d.db")).exists();
  }
}
