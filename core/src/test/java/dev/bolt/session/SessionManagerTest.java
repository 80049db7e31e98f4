package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionManagerTest extends SessionTest {

  @Test
  void shouldReadAsItIsDocumented() throws SQLException {
    String ending = engine == EngineKind.DUCKDB ? "analytics.db" : "analytics.sqlite";
    try (ConcurrentDatabase db = ConcurrentDatabase.open(folder.resolve(ending))) {
      db.execute("CREATE TABLE IF NOT EXISTS notes(id BIGINT PRIMARY KEY, body VARCHAR)");
    }
    try (SessionManager sessions =
            SessionManager.open(folder.resolve(ending), SessionConfig.defaults());
        DatabaseSession s = sessions.open("my_session")) {
      s.transaction(tx -> tx.execute("INSERT INTO notes VALUES (2, 'y')"));
      SessionStats st = sessions.stats();

      assertThat(st.transactions()).isEqualTo(1);
      assertThat(st.opened()).isEqualTo(1);
      assertThat(st.active()).isEqualTo(1);
      assertThat(st.slowest().orElseThrow().session()).isEqualTo("my_session");
      assertThat(s.query("SELECT body FROM notes")).hasToString("[{body=y}]");
    }
  }

  @Test
  void shouldKeepTemporaryObjectsAndSettingsApart() throws SQLException {
    DatabaseSession other = sessions.open("other");
    String set = engine == EngineKind.DUCKDB ? "SET VARIABLE x = 7" : "PRAGMA cache_size = 7";
    String get = engine == EngineKind.DUCKDB ? "SELECT getvariable('x')" : "PRAGMA cache_size";
    for (DatabaseSession each : List.of(session, other)) {
      each.execute("CREATE TEMP TABLE mine (name VARCHAR)");
      each.execute("INSERT INTO mine VALUES (?)", each.name());
    }
    session.execute(set);
    assertThat(session.query("SELECT name FROM mine")).hasToString("[{name=first}]");
    assertThat(other.query("SELECT name FROM mine")).hasToString("[{name=other}]");
    assertThat(session.query(get).get(0).getInt(0)).isEqualTo(7);
    assertThat(other.query(get).get(0).get(0)).isNotEqualTo(7);
  }

  @Test
  void shouldLeaveNothingToTheNextOne() throws SQLException {
    session.execute("CREATE TEMP TABLE mine (x INTEGER)");
    session.close();
    DatabaseSession next = sessions.open("first");
    assertFails(ErrorCode.UNKNOWN_TABLE, () -> next.query("SELECT * FROM mine"));
  }

  @Test
  void shouldUseTheConnectionsOfCleanSessionsAgain() throws SQLException {
    session.close();
    for (int i = 0; i < 20; i++) {
      try (DatabaseSession next = sessions.open("next")) {
        assertThat(count(next)).isZero();
      }
    }
    // The pool keeps two that are free.
    assertThat(sessions.stats().database().pool().total()).isLessThanOrEqualTo(3);
  }

  @Test
  void shouldHaveOneSessionOfAName() throws SQLException {
    String message = assertFails(ErrorCode.DUPLICATE_OBJECT, () -> sessions.open("first"));
    assertThat(message)
        .contains("session first (PID " + ProcessHandle.current().pid())
        .contains("thread " + Thread.currentThread().getName());
    session.close();
    insert(sessions.open("first"), 1);
    assertThat(sessions.stats().opened()).isEqualTo(2);
    try (SessionManager others = SessionManager.open(file(), config())) {
      assertThat(count(others.open("first"))).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseBadNames() throws SQLException {
    for (String name : new String[] {null, "", "  ", "a\nb", "x".repeat(101)}) {
      assertThat(assertFails(ErrorCode.INVALID_ARGUMENT, () -> sessions.open(name)))
          .startsWith("A session has a name of 1 to 100 characters");
    }
    assertThat(sessions.open("Größe 1").name()).isEqualTo("Größe 1");
    assertThat(sessions.stats().opened()).isEqualTo(2);
  }

  @Test
  void shouldNotBeUsedAfterItsEnd() throws SQLException {
    session.close();
    session.close();
    assertThat(session.isOpen()).isFalse();
    assertThat(assertFails(ErrorCode.CLOSED, () -> session.query("SELECT 1")))
        .isEqualTo("Session 'first' was closed; open it again");
    assertFails(ErrorCode.CLOSED, () -> session.execute("DROP TABLE notes"));
    assertFails(ErrorCode.CLOSED, () -> session.batch("DELETE FROM notes", List.of()));
    assertFails(ErrorCode.CLOSED, () -> session.queryStream("SELECT 1"));
    assertFails(ErrorCode.CLOSED, () -> session.transaction(tx -> 1));
    assertThat(session.queryAsync("SELECT 1"))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("was closed");
    assertThat(sessions.stats().active()).isZero();
    assertThat(sessions.sessions()).isEmpty();
  }

  @Test
  void shouldEndItsSessionsWhenItIsClosed() throws SQLException {
    DatabaseSession unused = sessions.open("unused");
    sessions.close();
    sessions.close();
    for (DatabaseSession each : List.of(session, unused)) {
      assertThat(assertFails(ErrorCode.CLOSED, () -> each.query("SELECT 1")))
          .contains("was closed with its manager");
      each.close();
    }
    assertThat(assertFails(ErrorCode.CLOSED, () -> sessions.open("next")))
        .contains("a.db is closed", "SessionManager.open");
    assertThat(sessions.closeExpiredSessions()).isZero();
    assertThat(sessions.cleanupAllSessions()).isZero();
    assertThat(sessions.stats().active()).isZero();
    assertThat(sessions.runAsync("x", s -> 1)).isCompletedExceptionally();
  }

  @Test
  void shouldTellWhatSessionsDo() throws Exception {
    pass(Duration.ofSeconds(2));
    assertThat(session.info())
        .isEqualTo(
            new SessionInfo(
                "first",
                ProcessHandle.current().pid(),
                Thread.currentThread().getName(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Optional.empty()));
    assertThat(session).asString().endsWith("idle for 2.0 s");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    CompletableFuture<Integer> work =
        session.transactionAsync(
            tx -> {
              inside.countDown();
              seen.await();
              return 1;
            });
    inside.await();
    pass(Duration.ofSeconds(3));
    SessionInfo info = sessions.sessions().get(0);
    assertThat(info.age()).isEqualTo(Duration.ofSeconds(5));
    assertThat(info.idle()).isZero();
    assertThat(info.transaction()).contains(Duration.ofSeconds(3));
    assertThat(info.thread()).startsWith("bolt-async-");
    assertThat(info).asString().endsWith("in a transaction for 3.0 s");
    seen.countDown();
    work.get();
  }

  @Test
  void shouldCountWhatSessionsDo() throws SQLException {
    session.transaction(tx -> insert(tx, 1));
    assertFails(
        ErrorCode.UNIQUE_VIOLATION, () -> sessions.open("second").transaction(tx -> insert(tx, 1)));
    SessionStats stats = sessions.stats();
    assertThat(stats.opened()).isEqualTo(2);
    assertThat(stats.active()).isEqualTo(2);
    assertThat(stats.transactions()).isEqualTo(1);
    assertThat(stats.rollbacks()).isEqualTo(1);
    assertThat(stats.expired()).isZero();
    assertThat(stats.timeouts()).isZero();
    assertThat(stats.deadlocks()).isZero();
    assertThat(stats.slowest().orElseThrow().time()).isPositive();
    assertThat(stats.database().errors()).containsOnlyKeys("23505");
    assertThat(stats.database().pool().active()).isEqualTo(2);
    assertThat(stats).asString().startsWith("opened=2, active=2, expired=0, transactions=1");
  }

  @Test
  void shouldGiveTheIsolationOfTheEngineOrRefuse() throws SQLException {
    IsolationLevel given =
        engine == EngineKind.DUCKDB ? IsolationLevel.SNAPSHOT : IsolationLevel.SERIALIZABLE;
    assertThat(sessions.isolation()).isEqualTo(given);
    for (IsolationLevel level : IsolationLevel.values()) {
      if (level.compareTo(given) <= 0) {
        SessionManager.open(file(), config().withIsolation(level)).close();
      } else {
        assertThat(
                assertFails(
                    ErrorCode.NOT_SUPPORTED,
                    () -> SessionManager.open(file(), config().withIsolation(level))))
            .contains("has the isolation level " + given, "docs/isolation.md");
      }
    }
  }

  @Test
  void shouldRunAndCloseASession() throws Exception {
    CompletableFuture<List<Row>> later =
        sessions.runAsync(
            "import",
            s -> {
              s.transaction(tx -> insert(tx, 1));
              return s.query("SELECT id FROM notes");
            });
    assertThat(later.get()).hasToString("[{id=1}]");
    assertThat(sessions.stats().active()).isEqualTo(1);
    Exception mine = new Exception("mine");
    assertThat(
            sessions.runAsync(
                "import",
                s -> {
                  throw mine;
                }))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCause(mine);
    assertThat(sessions.stats().active()).isEqualTo(1);
    assertThat(sessions.runAsync("first", s -> 1)).isCompletedExceptionally();
  }

  @Test
  void shouldRollBackACancelledRun() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<?> later =
        sessions.runAsync(
            "import",
            s ->
                s.transaction(
                    tx -> {
                      insert(tx, 1);
                      inside.countDown();
                      return tx.query(endlessQuery());
                    }));
    inside.await();
    later.cancel(true);
    await().until(() -> sessions.stats().rollbacks() == 1);
    insert(session, 1);
    assertThat(sessions.stats().active()).isEqualTo(1);
  }
}
