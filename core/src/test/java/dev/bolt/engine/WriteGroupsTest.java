package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.rows.Chunk;
import dev.bolt.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writes of many sessions that commit together: each has its own answer and its own error. */
@Timeout(120)
class WriteGroupsTest {

  private static final int SESSIONS = 8;
  private static final int WRITES = 60;

  @TempDir Path folder;
  private DuckDbEngine engine;
  private EngineSession session;
  private final ExecutorService clients = Executors.newFixedThreadPool(SESSIONS);

  /** What one client does with its session. */
  private interface Work {
    void run(EngineSession session, int client) throws Exception;
  }

  @BeforeEach
  void open() throws SQLException {
    engine = DuckDbEngine.open(folder.resolve("a.duckdb"), Map.of(), false);
    session = engine.openSession(SessionContext.ofThisProcess());
    run(session, "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n < 1000000))");
  }

  @AfterEach
  void close() throws Exception {
    clients.shutdownNow();
    assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    engine.close();
  }

  @Test
  void shouldAnswerEachWriteWithItsOwnCount() throws Exception {
    run(session, "INSERT INTO t SELECT range, 0 FROM range(800)");
    together(
        (own, client) -> {
          for (int i = 0; i < WRITES; i++) {
            int width = 1 + (client + i) % 5;
            int from = client * 100;
            assertThat(
                    run(own, "UPDATE t SET n = n + 1 WHERE id >= ? AND id < ?", from, from + width))
                .isEqualTo(width);
          }
        });
    assertThat(number("SELECT sum(n) FROM t")).isEqualTo(sumOfWidths());
  }

  private static long sumOfWidths() {
    long sum = 0;
    for (int client = 0; client < SESSIONS; client++) {
      for (int i = 0; i < WRITES; i++) {
        sum += 1 + (client + i) % 5;
      }
    }
    return sum;
  }

  @Test
  void shouldFailOnlyTheWriteThatIsWrong() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    run(session, "INSERT INTO t VALUES (?, ?)", -1, 0);
    together(
        (own, client) -> {
          for (int i = 0; i < WRITES; i++) {
            boolean twice = client == 0 && i % 2 == 1;
            int id = client * WRITES + (twice ? i - 1 : i);
            try {
              assertThat(run(own, "INSERT INTO t VALUES (?, ?)", id, i)).isEqualTo(1);
              assertThat(twice).isFalse();
            } catch (SQLException e) {
              assertThat(twice).as(e.getMessage()).isTrue();
              assertThat(e.getSQLState()).isEqualTo("23505");
              refused.incrementAndGet();
            }
          }
        });
    assertThat(refused.get()).isEqualTo(WRITES / 2);
    assertThat(number("SELECT count(*) FROM t")).isEqualTo(1 + SESSIONS * WRITES - refused.get());
  }

  @Test
  void shouldInsertEachRowOnceWhateverTypesItsParametersHave() throws Exception {
    run(session, "INSERT INTO t VALUES (?, ?)", -1, 0);
    together(
        (own, client) -> {
          for (int i = 0; i < WRITES; i++) {
            int id = client * WRITES + i;
            Object[] row =
                client % 2 == 0 ? new Object[] {id, i} : new Object[] {(long) id, "" + i};
            assertThat(run(own, "INSERT INTO t VALUES (?, ?)", row)).isEqualTo(1);
          }
        });
    assertThat(number("SELECT count(*) FROM t WHERE id >= 0 AND n = id % " + WRITES))
        .isEqualTo((long) SESSIONS * WRITES);
  }

  @Test
  void shouldRunTriggersOnceForEachStatement() throws Exception {
    run(session, "INSERT INTO t VALUES (?, ?)", -1, 0);
    run(session, "CREATE TABLE seen(n INTEGER)");
    run(
        session,
        "CREATE TRIGGER each AFTER INSERT ON t FOR EACH STATEMENT INSERT INTO seen VALUES (1)");
    together(
        (own, client) -> {
          for (int i = 0; i < WRITES; i++) {
            run(own, "INSERT INTO t VALUES (?, ?)", client * WRITES + i, i);
          }
        });
    assertThat(number("SELECT count(*) FROM seen")).isEqualTo((long) SESSIONS * WRITES);
  }

  @Test
  void shouldLetWritesOfOneRowGoOneAfterTheOther() throws Exception {
    run(session, "INSERT INTO t VALUES (1, 0)");
    together(
        (own, client) -> {
          for (int i = 0; i < WRITES; i++) {
            assertThat(run(own, "UPDATE t SET n = n + 1 WHERE id = ?", 1)).isEqualTo(1);
          }
        });
    assertThat(number("SELECT n FROM t")).isEqualTo(SESSIONS * WRITES);
  }

  @Test
  void shouldGoOnAgainstTransactionsThatHoldTheRow() throws Exception {
    run(session, "INSERT INTO t VALUES (1, 0)");
    AtomicInteger committed = new AtomicInteger();
    together(
        (own, client) -> {
          for (int i = 0; i < WRITES / 4; i++) {
            if (client < 2) {
              committed.addAndGet(inTransaction(own));
            } else {
              run(own, "UPDATE t SET n = n + 1 WHERE id = ?", 1);
              committed.incrementAndGet();
            }
          }
        });
    assertThat(number("SELECT n FROM t")).isEqualTo(committed.get());
  }

  private static int inTransaction(EngineSession own) throws SQLException {
    try {
      own.execute(
          Sql.split("UPDATE t SET n = n + 1 WHERE id = 1", EngineKind.DUCKDB).get(0),
          new Object[0],
          ExecuteOptions.IN_TRANSACTION);
      own.commit();
      return 1;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("40001");
      own.rollback();
      return 0;
    }
  }

  @Test
  void shouldWriteInItsOwnSessionWhatOnlyThatCanWrite() throws Exception {
    run(session, "INSERT INTO t VALUES (?, ?)", 1, 0);
    EngineSession other = engine.openSession(SessionContext.ofThisProcess());
    run(other, "CREATE TEMP TABLE t(id INTEGER, n INTEGER)");
    run(other, "INSERT INTO t VALUES (?, ?)", 2, 0);
    run(other, "INSERT INTO t VALUES (?, ?)", 3, 0);

    assertThat(number("SELECT count(*) FROM t")).isEqualTo(1);
  }

  @Test
  void shouldCancelWritesAndKeepTheOthers() throws Exception {
    run(session, "INSERT INTO t VALUES (?, ?)", -1, 0);
    List<EngineSession> all = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      all.add(engine.openSession(SessionContext.ofThisProcess()));
    }
    AtomicInteger written = new AtomicInteger();
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int client = 0; client < SESSIONS; client++) {
      int number = client;
      running.add(
          CompletableFuture.runAsync(
              () -> written.addAndGet(insertSome(all.get(number), number)), clients));
    }
    while (!running.stream().allMatch(CompletableFuture::isDone)) {
      all.get(0).cancel();
      Thread.onSpinWait();
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();

    assertThat(number("SELECT count(*) FROM t")).isEqualTo(1 + written.get());
    assertThat(run(all.get(0), "INSERT INTO t VALUES (?, ?)", -2, 0)).isEqualTo(1);
  }

  private static int insertSome(EngineSession own, int client) {
    int written = 0;
    for (int i = 0; i < WRITES; i++) {
      try {
        run(own, "INSERT INTO t VALUES (?, ?)", client * WRITES + i, 0);
        written++;
      } catch (SQLException e) {
        assertThat(client).isZero();
        assertThat(e.getSQLState()).isEqualTo("57014");
      }
    }
    return written;
  }

  @Test
  void shouldKeepTheInterruptOfAUser() throws Exception {
    run(session, "INSERT INTO t VALUES (?, ?)", 1, 0);
    Thread.currentThread().interrupt();
    assertThat(run(session, "INSERT INTO t VALUES (?, ?)", 2, 0)).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldSayWhatIsWrongWithAStatementThatHasBeenRight() throws Exception {
    run(session, "INSERT INTO t VALUES (?, ?)", 1, 0);
    run(session, "DROP TABLE t");
    assertThatThrownBy(() -> run(session, "INSERT INTO t VALUES (?, ?)", 2, 0))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
  }

  private void together(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(SESSIONS);
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      int client = i;
      EngineSession own = engine.openSession(SessionContext.ofThisProcess());
      all.add(
          clients.submit(
              () -> {
                start.await();
                work.run(own, client);
                return null;
              }));
    }
    for (Future<Void> each : all) {
      each.get();
    }
  }

  private long number(String sql) throws SQLException {
    Reply reply = execute(session, "SELECT CAST((" + sql + ") AS VARCHAR)");
    try (Cursor.Chunks rows = (Cursor.Chunks) reply.cursor()) {
      Chunk chunk = rows.next();
      return Long.parseLong(chunk.column(0).text(0));
    }
  }

  private static long run(EngineSession session, String sql, Object... parameters)
      throws SQLException {
    Reply reply = execute(session, sql, parameters);
    if (reply.hasRows()) {
      reply.cursor().close();
    }
    return reply.updateCount();
  }

  private static Reply execute(EngineSession session, String sql, Object... parameters)
      throws SQLException {
    return session.execute(
        Sql.split(sql, EngineKind.DUCKDB).get(0), parameters, ExecuteOptions.AUTO_COMMIT);
  }
}
