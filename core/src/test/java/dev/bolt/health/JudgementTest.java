package dev.bolt.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.client.HostAnswer;
import dev.bolt.client.HostAnswer.State;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.Finding;
import dev.bolt.doctor.HostInfo;
import dev.bolt.doctor.StorageInfo;
import dev.bolt.doctor.WritersInfo;
import dev.bolt.gate.GateHolder;
import dev.bolt.gate.GateState;
import dev.bolt.health.HealthProblem.Area;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.LockInfo;
import dev.bolt.lock.LockMode;
import dev.bolt.metrics.CallMeter;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import dev.bolt.pool.PoolStats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is said of what was seen; whether it is seen is tested with real faults. */
@Timeout(60)
class JudgementTest {

  private static final Path FILE = Path.of("/data/a.db");
  private static final ProcessInfo OTHER =
      new ProcessInfo(4242, "java -jar job.jar", Optional.empty(), false);
  private static final ProcessInfo STOPPED =
      new ProcessInfo(4242, "java -jar job.jar", Optional.empty(), true);
  private static final long GIB = 1L << 30;

  private final CallMeter meter = new CallMeter();
  private PoolStats pool = pool(0, Duration.ZERO);
  private LockInfo locks = new LockInfo(List.of(), List.of());
  private Optional<HostInfo> host = Optional.of(host(State.ANSWERS, OTHER));
  private Optional<WritersInfo> writers = Optional.empty();
  private EngineKind engine = EngineKind.DUCKDB;
  private long logBytes;
  private final List<String> degraded = new ArrayList<>();
  private List<ProcessInfo> outside = List.of();
  private Optional<ProcessInfo> releasedBy = Optional.empty();
  private List<ProcessInfo> outsideWriters = List.of();
  private List<ProcessInfo> logReaders = List.of();
  private MemoryUse memory = new MemoryUse(GIB, GIB / 2, 4 * GIB, OptionalLong.empty());
  private long freeBytes = GIB;
  private List<Finding> failedRepairs = List.of();

  private static PoolStats pool(int waiting, Duration stalled) {
    return new PoolStats(
        8,
        8,
        8,
        0,
        waiting,
        Optional.of(new PoolStats.Holder("greedy", Duration.ofSeconds(70))),
        stalled);
  }

  private static HostInfo host(State state, ProcessInfo process) {
    return new HostInfo(
        process,
        Optional.of(
            new HostInfo.Published(
                7, 2, "v2", Map.of(), List.of(), Optional.of(Path.of("/data/s")))),
        new HostAnswer(state, Optional.empty(), "it has not answered for 250 ms"));
  }

  private DatabaseInfo info() {
    return new DatabaseInfo(
        FILE,
        Optional.of(engine),
        engine == EngineKind.DUCKDB ? DatabaseInfo.Mode.HOSTED : DatabaseInfo.Mode.GATED,
        degraded,
        new StorageInfo(0, OptionalLong.of(logBytes), Optional.empty(), "ext4"),
        engine == EngineKind.DUCKDB ? host : Optional.empty(),
        writers,
        List.of(),
        outside,
        releasedBy,
        LockInfo.NOTHING);
  }

  private DatabaseHealth judge() {
    return judge(Optional.of(info()), List.of());
  }

  private DatabaseHealth judge(Optional<DatabaseInfo> info, List<String> unseen) {
    return Judgement.of(
        new Observation(
            FILE,
            pool,
            Activity.of(Duration.ofSeconds(30), meter.figures()),
            locks,
            info,
            unseen,
            outsideWriters,
            logReaders,
            memory,
            OptionalLong.of(freeBytes),
            List.of(),
            failedRepairs));
  }

  private void assertJudged(HealthState state, Area area, String reason, String nextStep) {
    DatabaseHealth health = judge();
    assertThat(health.problems()).as("problems").hasSize(1);
    assertThat(health.state()).isEqualTo(state);
    assertThat(health.has(area)).as("area of %s", health).isTrue();
    assertThat(health.reason()).contains(reason);
    assertThat(health.nextStep()).contains(nextStep);
  }

  @Test
  void shouldFindNothingWrong() {
    DatabaseHealth health = judge();
    assertThat(health.state()).isEqualTo(HealthState.UP);
    assertThat(health.reason()).isEqualTo("Nothing is wrong");
    assertThat(health.hostPid()).hasValue(4242);
    assertThat(health.hostEpoch()).hasValue(7);
    assertThat(health.processes()).isEqualTo(1);
    assertThat(health).hasToString("UP /data/a.db");
  }

  @Test
  void shouldSayThatTheFileIsGone() {
    DatabaseHealth health = judge(Optional.empty(), List.of("there is no database file a.db"));
    assertThat(health.state()).isEqualTo(HealthState.DOWN);
    assertThat(health.has(Area.FILE)).isTrue();
    assertThat(health.reason()).isEqualTo("there is no database file a.db");
    assertThat(health.hostEpoch()).isEmpty();
    assertThat(health.logBytes()).isZero();
    assertThat(health.processes()).isZero();
  }

  @Test
  void shouldTellHostsApart() {
    host = Optional.of(host(State.STOPPED, STOPPED));
    assertJudged(HealthState.DOWN, Area.HOST, "which is stopped", "kill -CONT 4242");
    host = Optional.of(host(State.SILENT, OTHER));
    assertJudged(HealthState.DEGRADED, Area.HOST, "not answered for 250 ms", "bolt info");
    host = Optional.of(host(State.LEAVING, OTHER));
    assertJudged(HealthState.DEGRADED, Area.HOST, "handing over", "Wait");
    host = Optional.of(host(State.REFUSES, OTHER));
    assertJudged(HealthState.DOWN, Area.HOST, "refuses this process", "same user");
    host = Optional.of(host(State.UNREACHABLE, OTHER));
    assertJudged(HealthState.DEGRADED, Area.HOST, "cannot be joined", "bolt info");
    host = Optional.of(host(State.OLDER, OTHER));
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    host = Optional.empty();
    assertJudged(HealthState.DEGRADED, Area.HOST, "No process hosts", "becomes the host");
  }

  @Test
  void shouldNameWhoHasTheFileWithoutBolt() {
    host = Optional.empty();
    outside = List.of(OTHER);
    assertJudged(HealthState.DOWN, Area.OUTSIDE, "PID 4242 (java -jar job.jar)", "kill 4242");
    releasedBy = Optional.of(OTHER);
    assertJudged(HealthState.DOWN, Area.OUTSIDE, "keeps the file free", "Wait until");
    releasedBy = Optional.empty();
    outside = List.of();
    host = Optional.of(host(State.ANSWERS, OTHER));
    degraded.add("The file can only be read");
    assertJudged(HealthState.DEGRADED, Area.SHARING, "only be read", "docs/doctor.md");
  }

  @Test
  void shouldSayWhenConnectionsAreShort() {
    pool = pool(3, Duration.ofMillis(400));
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    pool = pool(3, Duration.ofSeconds(5));
    assertJudged(
        HealthState.DEGRADED,
        Area.POOL,
        "3 threads wait for a connection, and nobody has got one for 5 s"
            + " (total=8, active=8, idle=0, waiting=3); thread greedy has had one for 70 s",
        "maxConnections (8)");
  }

  @Test
  void shouldTakeErrorsForWhatTheyMean() {
    meter.failed(ErrorCode.SYNTAX.exception("x"));
    meter.failed(ErrorCode.UNIQUE_VIOLATION.exception("x"));
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    meter.failed(ErrorCode.DISK_FULL.exception("x"));
    assertJudged(
        HealthState.DOWN,
        Area.ERRORS,
        "1 call of the last 30 s found the disk full (SQLState 53100), and none succeeded",
        "Make room");
    meter.queried(System.nanoTime());
    meter.failed(ErrorCode.DISK_FULL.exception("x"));
    assertJudged(HealthState.DEGRADED, Area.ERRORS, "2 calls of", "Make room");
    assertThat(judge().activity().errorsPerSecond("53100")).isEqualTo(2 / 30.0);
    assertThat(judge().activity().operationsPerSecond()).isEqualTo(1 / 30.0);
    assertThat(judge().activity().errorCount()).isEqualTo(4);
  }

  @Test
  void shouldTakeOnlyManyConflictsForAProblem() {
    for (int i = 0; i < 1_000; i++) {
      meter.updated(System.nanoTime());
    }
    for (int i = 0; i < 100; i++) {
      meter.failed(ErrorCode.SERIALIZATION_FAILURE.exception("x"));
    }
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    meter.failed(ErrorCode.DEADLOCK.exception("x"));
    assertJudged(
        HealthState.DEGRADED, Area.ERRORS, "101 conflicts beside 1000 calls", "transactions");
  }

  @Test
  void shouldSayWhenTheLogIsLong() {
    logBytes = LogRules.MANY_BYTES - 1;
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    logBytes = LogRules.MANY_BYTES;
    assertJudged(HealthState.DEGRADED, Area.LOG, "64 MiB, which a new host", "CHECKPOINT");
    assertThat(judge().logBytes()).isEqualTo(logBytes);
    engine = EngineKind.SQLITE;
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    logReaders = List.of(OTHER);
    assertJudged(HealthState.DEGRADED, Area.LOG, "is open in PID 4242", "End that transaction");
  }

  @Test
  void shouldSayWhoKeepsOthersFromWriting() {
    engine = EngineKind.SQLITE;
    writers = writers(ProcessIdentity.self(), Duration.ofSeconds(9));
    assertThat(judge().state()).isEqualTo(HealthState.UP);
    writers = writers(ProcessIdentity.self(), Duration.ofSeconds(11));
    assertJudged(
        HealthState.DEGRADED,
        Area.WRITERS,
        "this process, PID "
            + ProcessHandle.current().pid()
            + " has a writing transaction open for 11 s, and 1 process waits for it",
        "End that transaction");
    writers = Optional.empty();
    outsideWriters = List.of(OTHER);
    writers = writers(ProcessIdentity.self(), Duration.ZERO);
    assertJudged(HealthState.DEGRADED, Area.OUTSIDE, "SQLite's write lock", "kill 4242");
  }

  private static Optional<WritersInfo> writers(ProcessIdentity inside, Duration since) {
    return Optional.of(
        new WritersInfo(
            GateState.Condition.GOOD,
            Optional.of(new GateHolder(inside, since)),
            List.of(OTHER),
            List.of()));
  }

  @Test
  void shouldSayWhenMemoryOrDiskRunShort() {
    memory = new MemoryUse(4 * GIB, 4 * GIB - 1, 4 * GIB, OptionalLong.empty());
    assertJudged(HealthState.DEGRADED, Area.MEMORY, "4095 of 4096 MiB", "-Xmx");
    memory = new MemoryUse(4 * GIB, GIB, 4 * GIB, OptionalLong.empty());
    freeBytes = 3L << 20;
    assertJudged(HealthState.DEGRADED, Area.DISK, "room for 3 MiB", "Make room");
    freeBytes = GIB;
    failedRepairs = List.of(new Finding(FILE, "a socket", Finding.Deed.FAILED, "no permission"));
    assertJudged(HealthState.DEGRADED, Area.LEFTOVERS, "no permission", "bolt fix /data/a.db");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldSayThatAHolderOfALockIsStopped() throws Exception {
    Process sleeping = new ProcessBuilder("sleep", "60").start();
    try {
      LockEntry holder = entry(ProcessIdentity.read(sleeping.pid()), 1);
      LockEntry waiter = entry(ProcessIdentity.self(), 0);
      locks = new LockInfo(List.of(holder), List.of(waiter));
      assertThat(judge().state()).isEqualTo(HealthState.UP);
      new ProcessBuilder("kill", "-STOP", Long.toString(sleeping.pid())).start().waitFor();
      while (!holder.stopped()) {
        Thread.onSpinWait();
      }
      assertJudged(
          HealthState.DEGRADED,
          Area.LOCKS,
          "Lock reindex is awaited, and held by PID " + sleeping.pid(),
          "kill -CONT " + sleeping.pid());
      locks = new LockInfo(List.of(holder), List.of());
      assertThat(judge().state()).isEqualTo(HealthState.UP);
    } finally {
      sleeping.destroyForcibly();
    }
  }

  private static LockEntry entry(ProcessIdentity process, long token) {
    return new LockEntry(
        "reindex", LockMode.EXCLUSIVE, process, "thread main", Instant.EPOCH, token);
  }

  @Test
  void shouldPutTheWorstFirst() {
    pool = pool(1, Duration.ofSeconds(5));
    host = Optional.of(host(State.STOPPED, STOPPED));
    degraded.add("The file can only be read");
    DatabaseHealth health = judge();
    assertThat(health.problems())
        .extracting(HealthProblem::area)
        .containsExactly(Area.HOST, Area.SHARING, Area.POOL);
    assertThat(health.state()).isEqualTo(HealthState.DOWN);
    assertThat(health.toString().lines()).hasSize(4);
    assertThat(health.closed().problems())
        .extracting(HealthProblem::area)
        .containsExactly(Area.CLOSED);
  }
}
