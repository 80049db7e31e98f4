package dev.bolt.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.database.Row;
import dev.bolt.health.HealthProblem.Area;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.LockInfo;
import dev.bolt.lock.LockMode;
import dev.bolt.metrics.CallMeter;
import dev.bolt.pool.PoolStats;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class HealthMonitorTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** Hears of changes. */
  private static final class Ear implements HealthListener {
    private final Queue<DatabaseHealth> heard = new ConcurrentLinkedQueue<>();

    @Override
    public void changed(DatabaseHealth before, DatabaseHealth now) {
      heard.add(now);
    }

    private List<HealthState> states() {
      return heard.stream().map(DatabaseHealth::state).toList();
    }
  }

  private static DatabaseConfig config(EngineKind engine) {
    return DatabaseConfig.defaults().withEngine(engine).withHealthInterval(Duration.ZERO);
  }

  private ConcurrentDatabase open(DatabaseConfig config) throws SQLException {
    return ConcurrentDatabase.open(folder.resolve("a.db"), config);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldTellOfADatabaseThatIsWell(EngineKind engine) throws Exception {
    try (ConcurrentDatabase db = open(config(engine));
        DatabaseLock lock =
            db.locks().acquire("reindex", LockMode.EXCLUSIVE, Duration.ofSeconds(10))) {
      db.execute("CREATE TABLE t (x INTEGER)");
      db.query("SELECT * FROM t");
      DatabaseHealth health =
          await()
              .atMost(SOON)
              .until(db.healthMonitor()::check, now -> now.state() == HealthState.UP);
      assertThat(health.problems()).isEmpty();
      assertThat(health.pool().maximum()).isEqualTo(8);
      assertThat(health.activity().operations()).isEqualTo(2);
      assertThat(health.activity().queries().max()).isPositive();
      assertThat(health.locks().holders()).extracting(e -> e.name()).containsExactly("reindex");
      assertThat(health.memory().heapUsed()).isPositive();
      assertThat(health.freeBytes()).isPresent();
      assertThat(health.processes()).isEqualTo(1);
      assertThat(health.hostPid().isPresent()).isEqualTo(engine == EngineKind.DUCKDB);
      assertThat(health.hostEpoch().isPresent()).isEqualTo(engine == EngineKind.DUCKDB);
      assertThat(lock.isValid()).isTrue();
      // What was seen a moment ago is not looked at again.
      assertThat(db.health()).isSameAs(db.health());
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldSayThatItIsClosed(EngineKind engine) throws Exception {
    Ear ear = new Ear();
    ConcurrentDatabase db = open(config(engine));
    db.healthMonitor().addListener(ear);
    assertThat(db.health().has(Area.CLOSED)).isFalse();
    db.close();
    db.close();
    assertThat(db.health().state()).isEqualTo(HealthState.DOWN);
    assertThat(db.health().reason()).isEqualTo("This process has closed the database");
    assertThat(db.health().nextStep()).contains("ConcurrentDatabase.open");
    assertThat(db.healthMonitor().check()).isEqualTo(db.health());
    assertThat(ear.states()).containsExactly(HealthState.DOWN);
  }

  @Test
  void shouldTellListenersWithoutBeingAsked() throws Exception {
    Ear ear = new Ear();
    try (ConcurrentDatabase db =
        open(
            config(EngineKind.SQLITE)
                .withMaxConnections(1)
                .withHealthInterval(Duration.ofMillis(1_300)))) {
      db.healthMonitor()
          .addListener(
              (before, now) -> {
                throw new IllegalStateException("a listener of the test fails");
              });
      db.healthMonitor().addListener(ear);
      try (Stream<Row> rows = db.queryStream("SELECT 1 UNION SELECT 2")) {
        CompletableFuture<?> waiting = db.queryAsync("SELECT 1");
        await().atMost(SOON).until(() -> ear.states().contains(HealthState.DEGRADED));
        DatabaseHealth health = ear.heard.peek();
        assertThat(health.has(Area.POOL)).isTrue();
        assertThat(health.reason()).contains("1 thread waits for a connection", "active=1, idle=0");
        assertThat(rows.count()).isEqualTo(2);
        waiting.get(20, TimeUnit.SECONDS);
      }
      db.healthMonitor().check();
      await().atMost(SOON).until(() -> ear.states().size() == 2);
      assertThat(ear.states()).containsExactly(HealthState.DEGRADED, HealthState.UP);
      Thread thread = thread("bolt-health");
      assertThat(thread.isDaemon()).isTrue();
    }
    assertThat(ear.states()).endsWith(HealthState.DOWN);
  }

  private static Thread thread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private HealthSubject subject(HealthSubject.Locks locks) {
    return new HealthSubject(
        folder.resolve("absent.db"),
        EngineKind.SQLITE,
        () -> new PoolStats(1, 0, 0, 0, 0, Optional.empty(), Duration.ZERO),
        new CallMeter(),
        locks);
  }

  @Test
  void shouldAnswerWhileAListenerDoesNotReturn() {
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicReference<DatabaseHealth> insideListener = new AtomicReference<>();
    HealthMonitor monitor =
        HealthMonitor.start(
            subject(() -> new LockInfo(List.of(), List.of())),
            Duration.ZERO,
            Duration.ofMillis(100));
    monitor.addListener(
        (before, now) -> {
          awaitUninterrupted(stuck);
          // From a listener that is what is known, and closing does not wait for itself.
          insideListener.compareAndSet(null, monitor.check());
          monitor.close();
        });
    DatabaseHealth late =
        await()
            .atMost(SOON)
            .until(monitor::check, now -> now.has(Area.FILE) && now.has(Area.MONITOR));
    assertThat(late.problems().get(1).nextStep()).contains("jstack");
    Thread.currentThread().interrupt();
    assertThat(monitor.check().has(Area.MONITOR)).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    stuck.countDown();
    await().atMost(SOON).until(() -> monitor.health().has(Area.CLOSED));
    assertThat(insideListener.get().has(Area.FILE)).isTrue();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldSurviveALookThatFails() {
    HealthSubject.Locks failing =
        () -> {
          throw new IllegalStateException("no locks in this test");
        };
    try (HealthMonitor monitor = HealthMonitor.start(subject(failing), Duration.ZERO)) {
      DatabaseHealth health = monitor.check();
      assertThat(health.has(Area.MONITOR)).isTrue();
      assertThat(health.reason()).contains("no locks in this test");
    }
  }

  @Test
  void shouldBeShownUntilItIsClosed() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try (ConcurrentDatabase first = open(config(EngineKind.DUCKDB))) {
      ObjectName name = names().iterator().next();
      assertThat(name.getKeyProperty("type")).isEqualTo("Database");
      assertThat(name.getKeyProperty("file"))
          .isEqualTo(ObjectName.quote(folder.resolve("a.db").toRealPath().toString()));
      ObjectName ofAnotherLoader = new ObjectName(name.toString().replace("number=1", "number=2"));
      server.registerMBean(new StandardMBean(() -> {}, Runnable.class), ofAnotherLoader);
      try (ConcurrentDatabase third = open(config(EngineKind.DUCKDB))) {
        assertThat(names())
            .extracting(each -> each.getKeyProperty("number"))
            .containsExactlyInAnyOrder("1", "2", "3");
        assertThat(third.health()).isNotNull();
      }
      assertThat(names()).containsExactlyInAnyOrder(name, ofAnotherLoader);
      server.unregisterMBean(ofAnotherLoader);
      first.query("SELECT 1");
      assertThat((String) server.invoke(name, "check", null, null)).contains("a.db");
      assertThat(server.getAttribute(name, "State")).isIn("UP", "DEGRADED");
      assertThat(server.getAttribute(name, "HostPid")).isEqualTo(ProcessHandle.current().pid());
      assertThat(server.getAttribute(name, "ConnectionsMaximum")).isEqualTo(8);
      for (var attribute : server.getMBeanInfo(name).getAttributes()) {
        assertThat(server.getAttribute(name, attribute.getName()))
            .as(attribute.getName())
            .isNotNull();
      }
    }
    assertThat(names()).isEmpty();
  }

  private Set<ObjectName> names() throws Exception {
    String file = ObjectName.quote(folder.resolve("a.db").toRealPath().toString());
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("dev.bolt:type=Database,file=" + file + ",*"), null);
  }

  @Test
  void shouldGiveItsFiguresToMicrometer() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (ConcurrentDatabase db = open(config(EngineKind.SQLITE))) {
      db.execute("CREATE TABLE t (x INTEGER)");
      db.query("SELECT * FROM t");
      assertThatThrownBy(() -> db.query("SELECT * FROM absent")).isInstanceOf(SQLException.class);
      new DatabaseMetrics(db.healthMonitor(), Tag.of("use", "test")).bindTo(registry);

      assertThat(registry.get("bolt.state").tag("use", "test").gauge().value()).isZero();
      assertThat(registry.get("bolt.calls").tag("kind", "query").functionTimer().count())
          .isEqualTo(1);
      assertThat(
              registry
                  .get("bolt.calls")
                  .tag("kind", "query")
                  .functionTimer()
                  .totalTime(TimeUnit.NANOSECONDS))
          .isPositive();
      assertThat(registry.get("bolt.calls.p99").tag("kind", "update").timeGauge().value())
          .isPositive();
      assertThat(registry.get("bolt.errors").tag("sqlstate", "42P01").functionCounter().count())
          .isEqualTo(1);
      assertThat(registry.get("bolt.connections.max").gauge().value()).isEqualTo(8);
      assertThat(registry.get("bolt.processes").gauge().value()).isEqualTo(1);
      assertThat(registry.getMeters())
          .allSatisfy(
              meter ->
                  assertThat(meter.getId().getTag("database"))
                      .isEqualTo(folder.resolve("a.db").toRealPath().toString()));
      assertThat(names(registry))
          .as("meters in docs/health.md")
          .isSubsetOf(documented())
          .hasSameSizeAs(documented());
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private static Set<String> names(MeterRegistry registry) {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(Meter.Id::getName)
        .collect(Collectors.toSet());
  }

  private static Set<String> documented() throws Exception {
    return Files.readAllLines(Path.of("../docs/health.md")).stream()
        .filter(line -> line.startsWith("| `bolt."))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .collect(Collectors.toSet());
  }
}
