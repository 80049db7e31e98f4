package dev.bolt.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.session.DatabaseSession;
import dev.bolt.testing.OutsideHolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoltTest {
  private static final Duration SOON = Duration.ofMillis(200);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"analytics.db", "analytics.sqlite"})
  void shouldReadAsItIsDocumented(String name) throws Exception {
    Path file = folder.resolve(name);
    List<AgentTask<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long number = i;
      tasks.add(
          agent -> {
            agent.database(file).execute("INSERT INTO work VALUES (?, ?)", number, agent.name());
            return number;
          });
    }
    try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(8))) {
      ConcurrentDatabase db = bolt.databaseManager(file);
      db.execute("CREATE TABLE work (id BIGINT PRIMARY KEY, agent VARCHAR)");
      List<CompletableFuture<Long>> work = bolt.submitAll(tasks);
      for (int i = 0; i < work.size(); i++) {
        assertThat(work.get(i).get()).isEqualTo(i);
      }
      BoltHealth h = bolt.health();

      assertThat(h.isGood()).isTrue();
      assertThat(h.agents()).hasSize(8);
      assertThat(h.databases()).hasSize(1);
      assertThat(h.databases().get(0).stats().orElseThrow().errors()).isEmpty();
      assertThat(db.query("SELECT count(*) AS n FROM work").get(0).getLong("n")).isEqualTo(40);
      await().until(() -> bolt.health().agents().stream().mapToLong(AgentHealth::done).sum() == 40);
    }
  }

  @Test
  void shouldHaveOneDatabaseForEachFile() throws Exception {
    Path file = folder.resolve("a.duckdb");
    Path link = folder.resolve("link.duckdb");
    ConcurrentDatabase db;
    try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(1).withDatabase(file))) {
      Files.createSymbolicLink(link, file);
      db = bolt.databaseManager(file);
      assertThat(bolt.databaseManager(link)).isSameAs(db);
      assertThat(bolt.submit(agent -> agent.database(link)).get()).isSameAs(db);
      assertThat(bolt.databaseManager(folder.resolve("b.sqlite"))).isNotSameAs(db);
      assertThat(bolt.health().databases()).hasSize(2);
    }
    assertState("08003", () -> db.query("SELECT 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.duckdb", "a.sqlite"})
  void shouldGiveEachTaskASessionOfItsOwn(String name) throws Exception {
    Path file = folder.resolve(name);
    CyclicBarrier together = new CyclicBarrier(2);
    AgentTask<DatabaseSession> task =
        agent -> {
          DatabaseSession session = agent.session(file);
          assertThat(session.name()).isEqualTo(agent.name());
          session.execute("CREATE TEMP TABLE mine (x INTEGER)");
          together.await();
          session.execute("INSERT INTO mine VALUES (1)");
          together.await();
          assertThat(agent.session(file).query("SELECT * FROM mine")).hasSize(1);
          return session;
        };
    try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(2).withDatabase(file))) {
      for (CompletableFuture<DatabaseSession> each : bolt.submitAll(List.of(task, task))) {
        assertThat(each.get().isOpen()).isFalse();
      }
      assertThatThrownBy(
              () -> bolt.submit(agent -> agent.session(file).query("SELECT * FROM mine")).get())
          .hasMessageContaining("mine");
    }
  }

  @Test
  void shouldWorkWithoutADatabaseThatIsHeld() throws Exception {
    Path held = folder.resolve("held.duckdb");
    Path free = folder.resolve("free.duckdb");
    BoltConfig config =
        BoltConfig.defaults()
            .withAgents(2)
            .withDatabaseConfig(DatabaseConfig.defaults().withLockTimeout(SOON))
            .withHealthInterval(SOON)
            .withDatabase(held)
            .withDatabase(free);
    try (var outside = OutsideHolder.start("jdbc:duckdb:" + held)) {
      assertThat(outside.hear()).isEqualTo("open");
      try (Bolt bolt = Bolt.start(config)) {
        assertThat(bolt.submit(agent -> agent.database(free).query("SELECT 1")).get()).hasSize(1);
        assertState("55P03", () -> bolt.databaseManager(held));
        DatabaseCondition condition = bolt.health().databases().get(0);
        assertThat(condition.state()).isEqualTo(DatabaseCondition.State.UNAVAILABLE);
        assertThat(condition.reason()).contains(Long.toString(outside.pid()));
        assertThat(bolt.health().isGood()).isFalse();
        outside.end();
        await().atMost(Duration.ofSeconds(20)).until(() -> bolt.health().isGood());
        assertThat(bolt.databaseManager(held).query("SELECT 1")).hasSize(1);
      }
    }
  }

  @Test
  void shouldCancelWaitAndReportWhenItIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch stubborn = new CountDownLatch(1);
    Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(3));
    CompletableFuture<String> quick =
        bolt.submit(
            agent -> {
              begun.countDown();
              mayEnd.await();
              return "done";
            });
    CompletableFuture<String> slow =
        bolt.submit(
            agent -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return "never";
            });
    CompletableFuture<String> deaf =
        bolt.submit(
            agent -> {
              begun.countDown();
              while (stubborn.getCount() > 0) {
                awaitUninterrupted(stubborn);
              }
              return "late";
            });
    CompletableFuture<String> waiting = bolt.submit(agent -> "not begun");
    begun.await();
    mayEnd.countDown();
    assertThat(quick.get()).isEqualTo("done");
    // One agent is free again and has taken what waited; two are not.
    assertThat(waiting.get()).isEqualTo("not begun");
    List<CompletableFuture<String>> more =
        bolt.submitAll(
            Collections.nCopies(
                2,
                agent -> {
                  new CountDownLatch(1).await();
                  return "";
                }));

    await().until(() -> bolt.health().working() == 3);
    Shutdown end = bolt.shutdown(Duration.ofMillis(50));
    assertThat(end.cancelled()).isEqualTo(1);
    assertThat(end.unfinished()).hasSize(1);
    assertThat(end.isClean()).isFalse();
    assertThat(bolt.shutdown(Duration.ZERO)).isSameAs(end);
    more.forEach(each -> assertThat(each).isCompletedExceptionally());
    assertThatThrownBy(slow::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(deaf::get).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> bolt.submit(agent -> 1).get())
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("Bolt is closed");
    assertState("08003", () -> bolt.databaseManager(folder.resolve("a.duckdb")));
    stubborn.countDown();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // It is deaf.
      return;
    }
  }

  @Test
  void shouldInterruptNoTaskButTheOneThatIsCancelled() throws Exception {
    try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(1))) {
      for (int i = 0; i < 200; i++) {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> first =
            bolt.submit(
                agent -> {
                  begun.countDown();
                  return new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                });
        begun.await();
        first.cancel(true);
        assertThat(bolt.submit(agent -> Thread.currentThread().isInterrupted()).get()).isFalse();
      }
    }
  }

  @Test
  void shouldRefuseMoreThanMayWait() throws Exception {
    try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(1).withQueue(1))) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      CompletableFuture<?> running =
          bolt.submit(
              agent -> {
                begun.countDown();
                return mayEnd.await(20, TimeUnit.SECONDS);
              });
      begun.await();
      CompletableFuture<?> waits = bolt.submit(agent -> 1);
      assertThatThrownBy(() -> bolt.submit(agent -> 2).get())
          .hasMessageContaining("wait for an agent");
      mayEnd.countDown();
      running.get();
      waits.get();
    }
  }

  private static void assertState(
      String state, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).extracting(e -> ((SQLException) e).getSQLState()).isEqualTo(state);
  }
}
