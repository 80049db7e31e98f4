package dev.bolt.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.client.HostAnswer.State;
import dev.bolt.doctor.DatabaseInfo.Mode;
import dev.bolt.engine.TransactionState;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.LockInfo;
import dev.bolt.lock.LockMode;
import dev.bolt.lock.LockOwner;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessInfo;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import dev.bolt.transport.SessionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class DatabaseInfoTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final List<ChildJvm> children = new ArrayList<>();

  @AfterEach
  void endChildren() {
    for (int i = children.size() - 1; i >= 0; i--) {
      children.get(i).close();
    }
  }

  private ChildJvm open(String url) throws IOException {
    ChildJvm child = SqlChild.start(url);
    children.add(child);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  private Path duckdb() {
    return folder.resolve("a.duckdb");
  }

  private String duckdbUrl() {
    return "jdbc:bolt:duckdb:" + duckdb();
  }

  private Path sqlite() {
    return folder.resolve("a.sqlite");
  }

  private String sqliteUrl() {
    return "jdbc:bolt:sqlite:" + sqlite();
  }

  private static List<Long> pids(List<ProcessInfo> processes) {
    return processes.stream().map(ProcessInfo::pid).toList();
  }

  private static List<Long> members(DatabaseInfo info) {
    return info.members().stream().map(member -> member.process().pid()).toList();
  }

  @Test
  void shouldSayWhenThereIsNoDatabase() throws Exception {
    Path letter = Files.writeString(folder.resolve("letter"), "Dear reader, ".repeat(100));

    assertThatThrownBy(() -> DatabaseInfo.of(folder.resolve("none.db")))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("there is no database file ")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08001");
    assertThatThrownBy(() -> DatabaseInfo.of(folder))
        .hasMessage(folder + " is a folder, not a database file");
    assertThatThrownBy(() -> DatabaseInfo.of(letter))
        .hasMessageStartingWith(letter + " is not a database");
    assertThat(folder).isDirectoryContaining(file -> file.equals(letter));
  }

  @Test
  void shouldTellWhoHoldsAndWhoAwaitsNamedLocks() throws Exception {
    try (Connection connection = DriverManager.getConnection(sqliteUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(x)");
    }
    assertThat(DatabaseInfo.of(sqlite()).locks()).isEqualTo(LockInfo.NOTHING);
    try (DatabaseLockManager locks = DatabaseLockManager.open(sqlite())) {
      DatabaseLock lock = locks.acquire("reindex", LockMode.EXCLUSIVE, SOON);
      CompletableFuture<Void> waiter =
          CompletableFuture.runAsync(
              () -> {
                try {
                  locks
                      .acquire(LockOwner.create("session x"), "reindex", LockMode.SHARED, SOON)
                      .close();
                } catch (SQLException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      await().until(() -> !DatabaseInfo.of(sqlite()).locks().waiters().isEmpty());
      DatabaseInfo info = DatabaseInfo.of(sqlite());
      assertThat(info.locks()).isEqualTo(locks.lockInfo());
      assertThat(info.locks().holders())
          .extracting(LockEntry::fencingToken)
          .containsExactly(lock.fencingToken());
      assertThat(info.locks().waiters()).extracting(LockEntry::owner).containsExactly("session x");
      lock.close();
      waiter.join();
    }
    assertThat(DatabaseInfo.of(sqlite()).locks()).isEqualTo(LockInfo.NOTHING);
  }

  @Test
  void shouldTellWhoHostsAndWhatThoseDoWhoJoined() throws Exception {
    ChildJvm host = open(duckdbUrl() + "?threads=2");
    host.ask("CREATE TABLE t(x INTEGER)");
    host.ask("SET GLOBAL memory_limit = '1GB'");
    ChildJvm joined = open(duckdbUrl());
    joined.ask("BEGIN");
    joined.ask("INSERT INTO t VALUES (1)");
    joined.say("SELECT sum(a.range * b.range) FROM range(1000000) a, range(200000) b");
    DatabaseInfo info =
        await()
            .atMost(SOON)
            .until(
                () -> DatabaseInfo.of(duckdb()),
                now -> now.members().size() == 1 && running(now).startsWith("SELECT sum"));

    assertThat(info.engine()).contains(EngineKind.DUCKDB);
    assertThat(info.mode()).isEqualTo(Mode.HOSTED);
    assertThat(info.degraded()).isEmpty();
    HostInfo found = info.host().orElseThrow();
    assertThat(found.process().pid()).isEqualTo(host.pid());
    assertThat(found.answer().state()).isEqualTo(State.ANSWERS);
    assertThat(found.answer().status().orElseThrow().ownSessions()).isEqualTo(1);
    assertThat(found.published().orElseThrow().options()).isEqualTo(Map.of("threads", "2"));
    assertThat(found.published().orElseThrow().settings()).hasSize(1);
    assertThat(members(info)).containsExactly(joined.pid());
    SessionStatus session = info.members().get(0).sessions().get(0);
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    assertThat(info.outside()).isEmpty();
    joined.kill();
  }

  private static String running(DatabaseInfo info) {
    return info.members().get(0).sessions().stream()
        .flatMap(session -> session.running().stream())
        .findFirst()
        .orElse("");
  }

  @Test
  void shouldTellOfAStoppedHostWithoutWaitingForIt() throws Exception {
    ChildJvm host = open(duckdbUrl());
    ChildJvm joined = open(duckdbUrl());
    host.stop();

    DatabaseInfo info = DatabaseInfo.of(duckdb());

    HostInfo found = info.host().orElseThrow();
    assertThat(found.process().pid()).isEqualTo(host.pid());
    assertThat(found.answer().state()).isEqualTo(State.STOPPED);
    assertThat(found.answer().detail()).contains("kill -CONT " + host.pid());
    assertThat(members(info)).containsExactly(joined.pid());
    assertThat(info.outside()).isEmpty();
    host.signal("CONT");
  }

  @Test
  void shouldNotTakeTheRecordOfADeadHostForAHost() throws Exception {
    open(duckdbUrl()).kill();

    DatabaseInfo info = DatabaseInfo.of(duckdb());

    assertThat(info.host()).isEmpty();
    assertThat(info.members()).isEmpty();
    assertThat(info.engine()).contains(EngineKind.DUCKDB);

    Files.writeString(folder.resolve("a.duckdb.bolt/host"), "rubbish");
    assertThat(DatabaseInfo.of(duckdb()).host()).isEmpty();
  }

  @Test
  void shouldNameAProgramOutsideBolt() throws Exception {
    open(duckdbUrl()).end();
    ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + duckdb());
    children.add(outside);
    assertThat(outside.hear()).isEqualTo("open");

    DatabaseInfo info = DatabaseInfo.of(duckdb());

    assertThat(pids(info.outside())).containsExactly(outside.pid());
    assertThat(info.host()).isEmpty();
    assertThat(info.engine()).contains(EngineKind.DUCKDB);
  }

  @Test
  void shouldTellWhoWritesAndWaitsAndReadsASqliteFile() throws Exception {
    ChildJvm writer = open(sqliteUrl());
    writer.ask("CREATE TABLE t(x INTEGER)");
    writer.ask("INSERT INTO t VALUES (1)");
    ChildJvm reader = open(sqliteUrl());
    reader.ask("autocommit off");
    reader.ask("SELECT * FROM t");
    ChildJvm waiter = open(sqliteUrl());
    writer.ask("BEGIN IMMEDIATE");
    writer.ask("INSERT INTO t VALUES (2)");
    waiter.say("INSERT INTO t VALUES (3)");
    ChildJvm outside = OutsideHolder.start("jdbc:sqlite:" + sqlite());
    children.add(outside);
    assertThat(outside.hear()).isEqualTo("open");

    DatabaseInfo info =
        await()
            .atMost(SOON)
            .until(
                () -> DatabaseInfo.of(sqlite()),
                now -> !now.writers().orElseThrow().waiting().isEmpty());

    assertThat(info.mode()).isEqualTo(Mode.GATED);
    WritersInfo writers = info.writers().orElseThrow();
    assertThat(writers.inside().orElseThrow().process().pid()).isEqualTo(writer.pid());
    assertThat(pids(writers.waiting())).containsExactly(waiter.pid());
    assertThat(pids(writers.readers())).contains(reader.pid());
    assertThat(members(info)).containsExactlyInAnyOrder(writer.pid(), reader.pid(), waiter.pid());
    assertThat(pids(info.outside())).containsExactly(outside.pid());
    assertThat(info.storage().logBytes()).isPresent();
    assertThat(info.storage().journalMode()).isEmpty();
    writer.ask("COMMIT");
    assertThat(waiter.hear()).isEqualTo("count 1");
  }

  @Test
  void shouldReadTheHeaderOfAFileThatNobodyHasOpen() throws Exception {
    open(sqliteUrl()).end();
    Path link = Files.createSymbolicLink(folder.resolve("link"), sqlite());

    DatabaseInfo info = DatabaseInfo.of(link);

    assertThat(info.file()).isEqualTo(sqlite().toRealPath());
    assertThat(info.engine()).contains(EngineKind.SQLITE);
    assertThat(info.storage().journalMode()).contains("wal");
    assertThat(info.members()).isEmpty();
  }

  @Test
  void shouldSayWhyADatabaseIsDegraded() throws Exception {
    open(sqliteUrl()).end();
    Path sidecar = folder.resolve("a.sqlite.bolt");
    Files.writeString(sidecar.resolve("gate"), "rubbish");

    assertThat(DatabaseInfo.of(sqlite()).degraded())
        .singleElement()
        .asString()
        .startsWith("The order of writers is damaged");

    Path deep = Files.createDirectories(folder.resolve("x".repeat(120)));
    Path file = deep.resolve("a.duckdb");
    open("jdbc:bolt:duckdb:" + file);
    assertThat(DatabaseInfo.of(file).degraded())
        .singleElement()
        .asString()
        .startsWith("The path of the file is too long for a socket");
  }

  @Test
  void shouldLeaveTheLocksOfThisProcessAlone() throws Exception {
    try (Connection host = DriverManager.getConnection(duckdbUrl())) {
      assertThat(host.isClosed()).isFalse();
      DatabaseInfo info = DatabaseInfo.of(duckdb());

      assertThat(info.host().orElseThrow().answer().state()).isEqualTo(State.ANSWERS);
      assertThat(info.members()).isEmpty();
      assertThat(KernelLocks.holders(DatabaseId.of(duckdb()).file()))
          .containsExactly(ProcessHandle.current().pid());
    }
  }
}
