package dev.bolt.node;

import static dev.bolt.testing.TestTable.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.ResourceLimit;
import dev.bolt.testing.SqlChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine of a host fails for good, since it cannot write a checkpoint, while the host lives.
 * The log can still be written.
 */
@Timeout(120)
class EngineFailureTest {

  @TempDir Path folder;

  private Path file;
  private String url;
  private ChildJvm host;
  private Connection mine;

  @BeforeEach
  void joinAHost() throws Exception {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
    host = SqlChild.start(url + "?allowUnwrap=true");
    assertThat(host.hear()).isEqualTo("open");
    host.ask("CREATE TABLE t(id INTEGER)");
    mine = DriverManager.getConnection(url + "?host=never");
  }

  @AfterEach
  void end() throws Exception {
    mine.close();
    host.close();
  }

  /** Nothing of the database file can grow from now on. */
  private void forbidCheckpoints() throws Exception {
    ResourceLimit.FILE_SIZE.set(host, Files.size(file));
  }

  /**
   * Each row takes much of what the log may grow to, so that few engines fail before it is full.
   */
  private void makeRowsLarge() {
    assertThat(host.ask("ALTER TABLE t ADD COLUMN much VARCHAR DEFAULT repeat('x', 20000)"))
        .startsWith("count");
  }

  private void checkpointAfterEachCommit() {
    assertThat(host.ask("SET GLOBAL wal_autocheckpoint = '1KB'")).startsWith("count");
  }

  private static void assertState(String state, String message, SqlCall call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("%s", e).isEqualTo(state))
        .hasMessageContaining(message);
  }

  private interface SqlCall {
    void run() throws SQLException;
  }

  private long hostPid() throws Exception {
    return CurrentHost.of(DatabaseId.of(file)).map(ProcessIdentity::pid).orElse(-1L);
  }

  /** The rows, as the engine alone finds them once all processes have let the file go. */
  private List<Integer> rows() throws Exception {
    mine.close();
    host.end();
    List<Integer> rows = new ArrayList<>();
    try (Connection alone = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = alone.createStatement();
        ResultSet all = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      while (all.next()) {
        rows.add(all.getInt(1));
      }
    }
    return rows;
  }

  @Test
  void shouldOpenTheEngineAgainForEverybody() throws Exception {
    update(mine, "INSERT INTO t VALUES (1)");
    forbidCheckpoints();
    assertThat(host.ask("CHECKPOINT")).startsWith("error 53100").contains("checkpoint");
    assertThat(host.ask("SELECT * FROM t")).isEqualTo("rows 1");
    assertThat(host.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
    assertThat(update(mine, "INSERT INTO t VALUES (3)")).isEqualTo(1);
    assertThat(hostPid()).isEqualTo(host.pid());
    ResourceLimit.liftFileSize(host);
    assertThat(host.ask("CHECKPOINT")).startsWith("rows");
    assertThat(rows()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldSayInAJoinedProcessWhy() throws Exception {
    forbidCheckpoints();
    assertState("53100", "Nothing of this call is kept", () -> update(mine, "CHECKPOINT"));
    assertThat(update(mine, "INSERT INTO t VALUES (1)")).isEqualTo(1);
    assertThat(host.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
    assertThat(rows()).containsExactly(1, 2);
  }

  @Test
  void shouldLookForAWriteWhoseCheckpointFailed() throws Exception {
    makeRowsLarge();
    checkpointAfterEachCommit();
    forbidCheckpoints();
    List<Integer> kept = new ArrayList<>();
    boolean full = false;
    for (int i = 0; !full; i++) {
      full = !writes(i);
      if (!full) {
        kept.add(i);
      }
    }
    ResourceLimit.liftFileSize(host);
    assertThat(writes(1_000)).isTrue();
    kept.add(1_000);
    assertThat(rows()).isEqualTo(kept);
  }

  private boolean writes(int id) throws SQLException {
    try {
      return update(mine, "INSERT INTO t(id) VALUES (" + id + ")") == 1;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as("%s", e).isEqualTo("53100");
      return false;
    }
  }

  @Test
  void shouldLookForATransactionWhoseCheckpointFailed() throws Exception {
    makeRowsLarge();
    checkpointAfterEachCommit();
    forbidCheckpoints();
    mine.setAutoCommit(false);
    List<Integer> kept = new ArrayList<>();
    boolean full = false;
    for (int i = 0; !full; i++) {
      assertThat(writes(i)).isTrue();
      try {
        mine.commit();
        kept.add(i);
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as("%s", e).isEqualTo("53100");
        full = true;
      }
    }
    ResourceLimit.liftFileSize(host);
    assertThat(writes(1_000)).isTrue();
    mine.commit();
    kept.add(1_000);
    assertThat(rows()).isEqualTo(kept);
  }

  @Test
  void shouldNotClaimToKnowOfAWriteOfTheHostItself() throws Exception {
    checkpointAfterEachCommit();
    forbidCheckpoints();
    List<Integer> kept = new ArrayList<>();
    String answer = "count 1";
    for (int i = 0; answer.equals("count 1"); i++) {
      answer = host.ask("INSERT INTO t VALUES (" + i + ")");
      if (answer.equals("count 1")) {
        kept.add(i);
      }
    }
    assertThat(answer).startsWith("error 08007");
    ResourceLimit.liftFileSize(host);
    assertThat(host.ask("INSERT INTO t VALUES (1000)")).isEqualTo("count 1");
    assertThat(rows()).doesNotHaveDuplicates().containsAll(kept).contains(1000);
  }

  @Test
  void shouldEndOpenTransactionsOfAll() throws Exception {
    host.ask("autocommit off");
    assertThat(host.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
    mine.setAutoCommit(false);
    assertThat(update(mine, "INSERT INTO t VALUES (2)")).isEqualTo(1);
    forbidCheckpoints();
    try (Connection other = DriverManager.getConnection(url + "?host=never")) {
      assertState("53100", "checkpoint", () -> update(other, "FORCE CHECKPOINT"));
      ResourceLimit.liftFileSize(host);
      assertState("40001", "", () -> update(mine, "INSERT INTO t VALUES (3)"));
      mine.rollback();
      assertThat(host.ask("INSERT INTO t VALUES (4)")).startsWith("error 40001");
      assertThat(host.ask("INSERT INTO t VALUES (4)")).startsWith("error 25P02");
      assertThat(host.ask("rollback")).isEqualTo("done");
      assertThat(host.ask("INSERT INTO t VALUES (5)")).isEqualTo("count 1");
      assertThat(host.ask("commit")).isEqualTo("done");
      update(mine, "INSERT INTO t VALUES (6)");
      mine.commit();
    }
    assertThat(rows()).containsExactly(5, 6);
  }

  @Test
  void shouldSayWhoKeepsAFailedEngineOpen() throws Exception {
    assertThat(host.ask("unwrap")).isEqualTo("done");
    forbidCheckpoints();
    assertThat(host.ask("CHECKPOINT")).startsWith("error 53100");
    assertThat(host.ask("SELECT 1")).startsWith("error 08001").contains("Close that connection");
    ResourceLimit.liftFileSize(host);
    assertThat(host.ask("close unwrapped")).isEqualTo("done");
    assertThat(host.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
    assertThat(rows()).containsExactly(1);
  }

  @Test
  void shouldLoseAndDoubleNothingWhileTheEngineFailsAgainAndAgain() throws Exception {
    checkpointAfterEachCommit();
    int writers = 4;
    Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    Set<Integer> refused = new ConcurrentSkipListSet<>();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      running.add(
          threads.submit(
              () -> {
                write(next, over, acknowledged, refused);
                return null;
              }));
    }
    for (int i = 1; i <= 4; i++) {
      int before = next.get();
      forbidCheckpoints();
      awaitMore(running, () -> next.get() > before + 10);
      String answer = host.ask("INSERT INTO t VALUES (-" + i + ")");
      if (answer.equals("count 1")) {
        acknowledged.add(-i);
      } else {
        assertThat(answer).containsPattern("error (08007|53100)");
      }
      ResourceLimit.liftFileSize(host);
      int then = acknowledged.size();
      awaitMore(running, () -> acknowledged.size() > then + 10);
    }
    over.set(true);
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();
    List<Integer> rows = rows();
    assertThat(rows).doesNotHaveDuplicates().containsAll(acknowledged);
    assertThat(refused).doesNotContainAnyElementsOf(rows);
  }

  private void write(
      AtomicInteger next, AtomicBoolean over, Set<Integer> acknowledged, Set<Integer> refused)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url + "?host=never");
        PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      while (!over.get()) {
        int id = next.incrementAndGet();
        insert.setInt(1, id);
        try {
          insert.executeUpdate();
          acknowledged.add(id);
        } catch (SQLException e) {
          // An engine that is about to fail has read what it could not write; it does not say more.
          assertThat(e.getSQLState()).as("%s", e).isIn("53100", "58030");
          refused.add(id);
        }
      }
    }
  }

  private static void awaitMore(List<Future<?>> running, BooleanSupplier reached) throws Exception {
    while (!reached.getAsBoolean()) {
      for (Future<?> each : running) {
        if (each.isDone()) {
          each.get();
        }
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
