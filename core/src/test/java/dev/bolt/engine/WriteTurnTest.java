package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.columnInTransaction;
import static dev.bolt.engine.SqliteFile.run;
import static dev.bolt.engine.SqliteFile.runInTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.gate.Pass;
import dev.bolt.gate.WriteGate;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which statements of a SQLite session wait at the gate of its file, and when it is free again. */
@Timeout(120)
class WriteTurnTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final SqliteGates gates = new SqliteGates();
  private final ExecutorService others = Executors.newCachedThreadPool();
  private SqliteEngine engine;
  private EngineSession session;

  @BeforeEach
  void open() throws Exception {
    engine = open("a.db", Map.of());
    session = engine.openSession(SessionContext.ofThisProcess());
    run(session, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    run(session, "CREATE TABLE more(x)");
    run(session, "INSERT INTO t VALUES (1, 0), (2, 0)");
  }

  @AfterEach
  void close() throws Exception {
    others.shutdownNow();
    assertThat(others.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    session.close();
    engine.close();
    gates.close();
  }

  private SqliteEngine open(String name, Map<String, String> pragmas) throws Exception {
    DatabaseId database = DatabaseId.of(folder.resolve(name));
    return SqliteEngine.open(
        database, pragmas, false, LONG, SqliteFile.NO_LOCK, gates, SqliteFile.NO_SYNCS);
  }

  private WriteGate gate(String name) {
    return gates.of(folder.resolve(name));
  }

  @Test
  void shouldLetReadersPast() throws Exception {
    Pass other = gate("a.db").enter(LONG);
    for (String read :
        new String[] {
          "SELECT count(*) FROM t",
          "EXPLAIN UPDATE t SET v = 1",
          "WITH w AS (SELECT 1) SELECT * FROM w",
          "PRAGMA table_info(t)",
          "PRAGMA main.user_version",
          "PRAGMA journal_mode",
          "PRAGMA foreign_keys = ON",
          "PRAGMA busy_timeout",
          "CREATE TEMP TABLE mine(x)",
          "ATTACH ':memory:' AS m"
        }) {
      others.submit(() -> run(session, read)).get(30, TimeUnit.SECONDS);
    }
    others
        .submit(() -> run(session, SqliteFile.READ_ONLY, "SELECT * FROM t"))
        .get(30, TimeUnit.SECONDS);
    others
        .submit(
            () -> {
              columnInTransaction(session, "SELECT * FROM t");
              session.commit();
              run(session, "BEGIN");
              run(session, "SELECT * FROM t");
              run(session, "COMMIT");
              return null;
            })
        .get(30, TimeUnit.SECONDS);
    other.leave();
  }

  @Test
  void shouldHaveEverythingWaitThatMayWrite() throws Exception {
    run(session, "PRAGMA busy_timeout = 100");
    for (String write :
        new String[] {
          "UPDATE t SET v = v + 1",
          "INSERT INTO t VALUES (9, 9) RETURNING id",
          "CREATE TABLE u(x)",
          "DELETE FROM t WHERE id = 77",
          "BEGIN IMMEDIATE",
          "SAVEPOINT s",
          "VACUUM",
          "REINDEX",
          "PRAGMA user_version = 3",
          "PRAGMA wal_checkpoint(PASSIVE)",
          "PRAGMA optimize",
          "PRAGMA nothing_known"
        }) {
      Pass other = gate("a.db").enter(LONG);
      Future<?> waiting = others.submit(() -> run(session, write));
      assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .as(write)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.LOCK_TIMEOUT.sqlState()));
      other.leave();
      assertThat(session.transaction()).as(write).isEqualTo(TransactionState.NONE);
    }
    assertFree();
  }

  @Test
  void shouldHoldTheGateAsLongAsTheTransaction() throws Exception {
    for (Callable<?> end : ends()) {
      runInTransaction(session, "UPDATE t SET v = 5 WHERE id = 1");
      assertThat(gate("a.db").holder()).isPresent();
      assertThatThrownBy(() -> runInTransaction(session, "INSERT INTO t VALUES (1, 1)"))
          .isInstanceOf(SQLException.class);
      assertThat(gate("a.db").holder()).isPresent();
      end.call();
      assertFree();
    }
  }

  @Test
  void shouldLeaveTheGateAfterWhateverBecameOfAStatement() throws Exception {
    run(session, "UPDATE t SET v = 1");
    assertFree();
    assertThat(column(session, "INSERT INTO t VALUES (3, 0) RETURNING id")).containsExactly(3);
    assertFree();
    assertThatThrownBy(() -> run(session, "INSERT INTO t VALUES (1, 1)"))
        .isInstanceOf(SQLException.class);
    assertFree();
    assertThatThrownBy(() -> run(session, "INSERT INTO nowhere VALUES (1)"))
        .isInstanceOf(SQLException.class);
    assertFree();
    assertThatThrownBy(() -> runInTransaction(session, "INSERT INTO nowhere VALUES (1)"))
        .isInstanceOf(SQLException.class);
    assertFree();
    session.executeBatch(
        SqliteFile.statement("INSERT INTO t VALUES (?, 0)"),
        List.of(new Object[] {10}, new Object[] {11}),
        ExecuteOptions.AUTO_COMMIT);
    assertFree();
    assertThatThrownBy(
            () ->
                session.executeBatch(
                    SqliteFile.statement("INSERT INTO t VALUES (?, 0)"),
                    List.of(new Object[] {12}, new Object[] {12}),
                    ExecuteOptions.AUTO_COMMIT))
        .isInstanceOf(SQLException.class);
    assertFree();
    run(session, "SAVEPOINT s");
    run(session, "RELEASE s");
    assertFree();

    run(session, "PRAGMA foreign_keys = ON");
    run(session, "CREATE TABLE c(t INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
    runInTransaction(session, "INSERT INTO c VALUES (999)");
    assertThatThrownBy(() -> session.commit()).isInstanceOf(SQLException.class);
    assertFree();
  }

  @Test
  void shouldLeaveTheGateWhenClosed() throws Exception {
    EngineSession closing = engine.openSession(SessionContext.ofThisProcess());
    runInTransaction(closing, "UPDATE t SET v = 7");
    closing.close();
    assertFree();
    assertThat(column(session, "SELECT DISTINCT v FROM t")).containsExactly(0);
  }

  @Test
  void shouldTakeTheGateOfATransactionThatHasReadAtItsFirstWrite() throws Exception {
    for (Callable<?> end : ends()) {
      columnInTransaction(session, "SELECT * FROM t");
      assertFree();
      runInTransaction(session, "UPDATE t SET v = v + 1 WHERE id = 1");
      assertThat(gate("a.db").holder()).isPresent();
      end.call();
      assertFree();
    }
  }

  @Test
  void shouldLeaveTheGateWhenTheTransactionEndsAtItsFirstWrite() throws Exception {
    try (EngineSession other = engine.openSession(SessionContext.ofThisProcess())) {
      columnInTransaction(session, "SELECT * FROM t");
      run(other, "UPDATE t SET v = v + 1");
      assertThatThrownBy(() -> runInTransaction(session, "UPDATE t SET v = 7"))
          .satisfies(e -> assertState(ErrorCode.SERIALIZATION_FAILURE, e));
      assertFree();
      run(other, "UPDATE t SET v = 9");
      session.rollback();
      assertThat(column(session, "SELECT DISTINCT v FROM t")).containsExactly(9);
    }
  }

  @Test
  void shouldKeepWhatWasReadWhenTheWaitForTheTurnIsCancelled() throws Exception {
    columnInTransaction(session, "SELECT v FROM t");
    Pass other = gate("a.db").enter(LONG);
    Future<?> waiting = others.submit(() -> runInTransaction(session, "UPDATE t SET v = 1"));
    while (!waiting.isDone()) {
      session.cancel();
    }
    assertThatThrownBy(waiting::get).cause().satisfies(e -> assertState(ErrorCode.INTERRUPTED, e));
    other.leave();
    assertGoesOn();
  }

  @Test
  void shouldKeepWhatWasReadWhenTheTurnTakesTooLong() throws Exception {
    run(session, "PRAGMA busy_timeout = 100");
    columnInTransaction(session, "SELECT v FROM t");
    Pass other = gate("a.db").enter(LONG);
    Future<?> waiting = others.submit(() -> runInTransaction(session, "UPDATE t SET v = 1"));
    assertThatThrownBy(waiting::get).cause().satisfies(e -> assertState(ErrorCode.LOCK_TIMEOUT, e));
    other.leave();
    assertGoesOn();
  }

  /** The transaction has read, and its snapshot is made stale in what it has not read. */
  private void assertGoesOn() throws SQLException {
    assertThat(session.transaction()).isEqualTo(TransactionState.READING);
    try (EngineSession other = engine.openSession(SessionContext.ofThisProcess())) {
      run(other, "INSERT INTO more VALUES (1)");
    }
    runInTransaction(session, "UPDATE t SET v = 1");
    session.commit();
    assertThat(column(session, "SELECT DISTINCT v FROM t")).containsExactly(1);
    assertFree();
  }

  @Test
  void shouldTakeTheGateAtOnceInImmediateMode() throws Exception {
    try (EngineSession immediate =
        engine.openSession(
            SessionContext.ofThisProcess(), new SqliteSessionMode(false, true, false))) {
      columnInTransaction(immediate, "SELECT * FROM t");
      assertThat(gate("a.db").holder()).isPresent();
      immediate.commit();
      run(immediate, "BEGIN DEFERRED");
      assertThat(gate("a.db").holder()).isPresent();
      immediate.commit();
      run(immediate, SqliteFile.READ_ONLY, "BEGIN");
      assertFree();
      immediate.commit();
    }
  }

  @Test
  void shouldTakeTheGateAtOnceOutsideOfWalAndWithAttachedFiles() throws Exception {
    try (SqliteEngine old = open("old.db", Map.of("journal_mode", "DELETE"));
        EngineSession inOld = old.openSession(SessionContext.ofThisProcess())) {
      run(inOld, "CREATE TABLE u(i)");
      columnInTransaction(inOld, "SELECT * FROM u");
      assertThat(gate("old.db").holder()).isPresent();
      inOld.rollback();
      run(session, "ATTACH '" + folder.resolve("old.db") + "' AS other");
      columnInTransaction(session, "SELECT * FROM t");
      assertThat(gate("a.db").holder()).isPresent();
      assertThat(gate("old.db").holder()).isPresent();
      session.rollback();
      run(session, "DETACH other");
      columnInTransaction(session, "SELECT * FROM t");
      assertFree();
      run(session, "ATTACH '" + folder.resolve("old.db") + "' AS other");
      assertThat(gate("a.db").holder()).isPresent();
      session.rollback();
      assertFree();
    }
  }

  @Test
  void shouldConserveTheSumOfConcurrentTransfers() throws Exception {
    run(session, "UPDATE t SET v = 1000");
    run(session, "INSERT INTO t VALUES (3, 1000), (4, 1000), (5, 1000)");
    int transfers = 200;
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int client = i;
      clients.add(() -> transfer(client, transfers));
    }
    for (Future<Void> client : others.invokeAll(clients, 60, TimeUnit.SECONDS)) {
      client.get();
    }
    assertThat(column(session, "SELECT sum(v) FROM t")).containsExactly(5000);
    assertFree();
  }

  private Void transfer(int client, int times) throws SQLException {
    Random random = new Random(client);
    try (EngineSession mine = engine.openSession(SessionContext.ofThisProcess())) {
      for (int i = 0; i < times; i++) {
        int from = 1 + random.nextInt(5);
        int to = 1 + (from + random.nextInt(4)) % 5;
        while (!transferred(mine, from, to)) {
          mine.rollback();
        }
      }
    }
    return null;
  }

  /** Moves one; false when it has to be tried again. */
  private static boolean transferred(EngineSession mine, int from, int to) throws SQLException {
    try {
      int ofFrom = balance(mine, from);
      int ofTo = balance(mine, to);
      runInTransaction(mine, "UPDATE t SET v = ? WHERE id = ?", ofFrom - 1, from);
      runInTransaction(mine, "UPDATE t SET v = ? WHERE id = ?", ofTo + 1, to);
      mine.commit();
      return true;
    } catch (SQLException e) {
      if (e.getSQLState().equals(ErrorCode.SERIALIZATION_FAILURE.sqlState())) {
        return false;
      }
      throw e;
    }
  }

  private static int balance(EngineSession mine, int id) throws SQLException {
    return (Integer) columnInTransaction(mine, "SELECT v FROM t WHERE id = ?", id).get(0);
  }

  @Test
  void shouldTellAThreadAtOnceThatItWouldWaitForItself() throws Exception {
    try (EngineSession second = engine.openSession(SessionContext.ofThisProcess())) {
      runInTransaction(session, "UPDATE t SET v = 1");
      assertThatThrownBy(() -> run(second, "UPDATE t SET v = 2"))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.LOCK_TIMEOUT.sqlState()))
          .hasMessageContaining("This thread");
      assertThat(column(second, "SELECT DISTINCT v FROM t")).containsExactly(0);
      session.commit();
      run(second, "UPDATE t SET v = 2");
    }
  }

  @Test
  void shouldEndAWaitThatIsCancelled() throws Exception {
    Pass other = gate("a.db").enter(LONG);
    Future<?> waiting = others.submit(() -> run(session, "UPDATE t SET v = 1"));
    while (!waiting.isDone()) {
      session.cancel();
    }
    assertThatThrownBy(waiting::get)
        .cause()
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).isEqualTo(ErrorCode.INTERRUPTED.sqlState()));
    other.leave();
    run(session, "UPDATE t SET v = 1");
  }

  @Test
  void shouldKeepAnInterruptForLater() throws Exception {
    Pass other = gate("a.db").enter(LONG);
    Future<Boolean> waiting =
        others.submit(
            () -> {
              Thread.currentThread().interrupt();
              run(session, "UPDATE t SET v = 1");
              return Thread.interrupted();
            });
    other.leave();
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldWriteToAttachedFilesWithoutADeadlock() throws Exception {
    try (SqliteEngine engineOfB = open("b.db", Map.of());
        EngineSession sessionOfB = engineOfB.openSession(SessionContext.ofThisProcess())) {
      run(sessionOfB, "CREATE TABLE u(id INTEGER PRIMARY KEY, v INTEGER)");
      run(sessionOfB, "INSERT INTO u VALUES (1, 0)");
      run(session, "ATTACH '" + folder.resolve("b.db") + "' AS other");
      run(sessionOfB, "ATTACH '" + folder.resolve("a.db") + "' AS other");
      int times = 200;
      List<Callable<Void>> writers = new ArrayList<>();
      writers.add(() -> both(session, "t", "other.u", times));
      writers.add(() -> both(sessionOfB, "u", "other.t", times));
      for (Future<Void> writer : others.invokeAll(writers)) {
        writer.get();
      }
      assertThat(column(session, "SELECT v FROM t WHERE id = 1")).containsExactly(2 * times);
      assertThat(column(session, "SELECT v FROM other.u")).containsExactly(2 * times);
      assertFree();
      assertThat(gate("b.db").holder()).isEmpty();

      run(session, "DETACH other");
      Pass elsewhere = gate("b.db").enter(LONG);
      run(session, "UPDATE t SET v = 0");
      elsewhere.leave();
    }
  }

  private static Void both(EngineSession on, String first, String second, int times)
      throws SQLException {
    for (int i = 0; i < times; i++) {
      runInTransaction(on, "UPDATE " + first + " SET v = v + 1 WHERE id = 1");
      runInTransaction(on, "UPDATE " + second + " SET v = v + 1 WHERE id = 1");
      on.commit();
    }
    return null;
  }

  private static void assertState(ErrorCode code, Throwable failure) {
    assertThat(((SQLException) failure).getSQLState()).isEqualTo(code.sqlState());
  }

  private void assertFree() {
    assertThat(gate("a.db").holder()).isEmpty();
  }

  /** The ways to end a transaction. */
  private List<Callable<?>> ends() {
    return List.of(
        () -> run(session, "COMMIT"),
        () -> run(session, "ROLLBACK"),
        () -> {
          session.commit();
          return null;
        },
        () -> {
          session.rollback();
          return null;
        });
  }
}
