package dev.bolt.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.doctor.Finding;
import dev.bolt.health.HealthProblem.Area;
import dev.bolt.os.KernelLocks;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real faults, and what the monitor says of them. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class HealthFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<ChildJvm> children = new ArrayList<>();

  @AfterEach
  void endChildren() {
    children.forEach(ChildJvm::close);
  }

  private ChildJvm started(ChildJvm child) {
    children.add(child);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  private Path file() {
    return folder.resolve("a.db");
  }

  private ChildJvm bolt(EngineKind engine) throws IOException {
    return started(SqlChild.start(BoltUrl.of(file(), engine)));
  }

  private static DatabaseConfig config(EngineKind engine) {
    return DatabaseConfig.defaults().withEngine(engine).withHealthInterval(Duration.ZERO);
  }

  private ConcurrentDatabase open(DatabaseConfig config) throws SQLException {
    return ConcurrentDatabase.open(file(), config);
  }

  private static DatabaseHealth awaitProblem(ConcurrentDatabase db, Area area) {
    return await().atMost(SOON).until(db.healthMonitor()::check, health -> health.has(area));
  }

  private static DatabaseHealth awaitState(ConcurrentDatabase db, HealthState state) {
    return await().atMost(SOON).until(db.healthMonitor()::check, health -> health.state() == state);
  }

  @Test
  void shouldSayThatTheHostIsStopped() throws Exception {
    ChildJvm host = bolt(EngineKind.DUCKDB);
    try (ConcurrentDatabase db = open(config(EngineKind.DUCKDB))) {
      DatabaseHealth well = awaitState(db, HealthState.UP);
      assertThat(well.hostPid()).hasValue(host.pid());
      assertThat(well.hostEpoch()).hasValue(1);
      assertThat(well.processes()).isEqualTo(2);

      host.stop();

      DatabaseHealth stopped = awaitProblem(db, Area.HOST);
      assertThat(stopped.state()).isEqualTo(HealthState.DOWN);
      assertThat(stopped.reason()).contains("PID " + host.pid(), "which is stopped");
      assertThat(stopped.nextStep()).contains("kill -CONT " + host.pid());
      host.signal("CONT");
      awaitState(db, HealthState.UP);

      host.kill();

      DatabaseHealth after =
          await()
              .atMost(SOON)
              .until(
                  db.healthMonitor()::check,
                  now -> now.state() == HealthState.UP && now.hostEpoch().orElse(0) == 2);
      assertThat(after.hostPid()).hasValue(ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldNameAProgramThatHasTheFileWithoutBolt() throws Exception {
    try (ConcurrentDatabase db = open(config(EngineKind.DUCKDB).withPooling(false))) {
      db.execute("CREATE TABLE t (x INTEGER)");
      await().atMost(SOON).until(() -> KernelLocks.holders(file()).isEmpty());
      ChildJvm outside = started(OutsideHolder.start("jdbc:duckdb:" + file()));

      DatabaseHealth held = awaitProblem(db, Area.OUTSIDE);

      assertThat(held.state()).isEqualTo(HealthState.DOWN);
      assertThat(held.reason()).contains("PID " + outside.pid(), "without Bolt");
      assertThat(held.nextStep()).contains("kill " + outside.pid());
      outside.end();
      awaitState(db, HealthState.UP);
    }
  }

  @Test
  void shouldNameAProgramThatKeepsTheWriteLockOfSqlite() throws Exception {
    try (ConcurrentDatabase db = open(config(EngineKind.SQLITE))) {
      db.execute("CREATE TABLE t (x INTEGER)");
      ChildJvm outside = started(SqlChild.start("jdbc:sqlite:" + file()));
      outside.ask("SELECT * FROM t");
      assertThat(awaitState(db, HealthState.UP).problems()).isEmpty();
      outside.ask("BEGIN IMMEDIATE");

      DatabaseHealth held = awaitProblem(db, Area.OUTSIDE);

      assertThat(held.state()).isEqualTo(HealthState.DEGRADED);
      assertThat(held.reason()).contains("PID " + outside.pid(), "write lock");
      assertThat(db.query("SELECT * FROM t")).isEmpty();
      outside.ask("ROLLBACK");
      awaitState(db, HealthState.UP);
    }
  }

  @Test
  void shouldNameWhoHoldsBackTheLogAndRemoveWhatTheDeadLeave() throws Exception {
    try (ConcurrentDatabase db = open(config(EngineKind.SQLITE))) {
      db.execute("CREATE TABLE t (x BLOB)");
      ChildJvm reader = bolt(EngineKind.SQLITE);
      reader.ask("INSERT INTO t VALUES (1)");
      reader.ask("autocommit off");
      assertThat(reader.ask("SELECT * FROM t")).isEqualTo("rows 1");
      assertThat(awaitState(db, HealthState.UP).logBytes()).isPositive();
      db.execute("INSERT INTO t VALUES (zeroblob(" + (LogRules.MANY_BYTES + 1) + "))");

      DatabaseHealth held = awaitProblem(db, Area.LOG);

      assertThat(held.state()).isEqualTo(HealthState.DEGRADED);
      assertThat(held.reason()).contains("The log has 64 MiB", "PID " + reader.pid());
      assertThat(held.nextStep()).contains("End that transaction");
      assertThat(held.repaired()).isEmpty();

      reader.kill();

      DatabaseHealth after = awaitState(db, HealthState.UP);
      assertThat(after.repaired())
          .extracting(Finding::what)
          .containsExactly("the place of a process that is gone");
      assertThat(db.execute("INSERT INTO t VALUES (2)")).isEqualTo(1);
      assertThat(awaitState(db, HealthState.UP).repaired()).hasSize(1);
    }
  }
}
