package dev.bolt.node;

import static dev.bolt.testing.TestTable.count;
import static dev.bolt.testing.TestTable.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.engine.DyingHost;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client is cut off from a host that lives, while the host works on its write.
 *
 * <pre>
 *   client   write ─────✂ comes back ─ asks ···················· answer
 *   host       └─ held at a place ────────────── goes on, ends ──┘
 * </pre>
 */
@Timeout(120)
class FencingTest {

  /** Control connection and session. */
  private static final int BOTH = 2;

  @TempDir Path folder;
  private ChildJvm host;
  private CuttingProxy proxy;
  private Connection mine;

  @BeforeEach
  void joinThroughAProxy() throws Exception {
    Path file = folder.resolve("a.duckdb");
    host = DyingHost.start("jdbc:bolt:duckdb:" + file);
    host.ask("CREATE TABLE t(id INTEGER, note VARCHAR)");
    proxy = CuttingProxy.before(file, folder.resolve("proxy"));
    mine = DriverManager.getConnection("jdbc:bolt:duckdb:" + file);
  }

  @AfterEach
  void end() throws Exception {
    mine.close();
    proxy.close();
    host.close();
  }

  private interface Write {
    int run() throws SQLException;
  }

  private CompletableFuture<Integer> begin(String place, Write write) {
    assertThat(host.ask("hold " + place)).isEqualTo("done");
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    Thread user =
        new Thread(
            () -> {
              try {
                answer.complete(write.run());
              } catch (SQLException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            },
            "test-user");
    user.start();
    assertThat(host.hear()).isEqualTo("held");
    return answer;
  }

  /** Runs a write that is cut off at a place, and is held there until the client is back. */
  private int cutAt(String place, Write write) throws Exception {
    CompletableFuture<Integer> answer = begin(place, write);
    proxy.cut();
    proxy.awaitConnections(BOTH);
    assertThat(answer).isNotDone();
    assertThat(host.ask("go")).isEqualTo("done");
    return answer.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_EXECUTE", "BEFORE_COMMIT", "COMMITTED"})
  void shouldWriteOnceWhatIsHeldByALivingHost(String place) throws Exception {
    assertThat(cutAt(place, () -> update(mine, "INSERT INTO t SELECT 1, 'x' FROM range(3)")))
        .isEqualTo(3);
    assertThat(count(mine, "true")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_EXECUTE", "BEFORE_COMMIT", "COMMITTED"})
  void shouldWriteOnceInAGroup(String place) throws Exception {
    try (PreparedStatement insert = mine.prepareStatement("INSERT INTO t VALUES (?, 'g')")) {
      for (int i = 0; i < 10; i++) {
        insert.setInt(1, i);
        insert.executeUpdate();
      }
      insert.setInt(1, 10);
      assertThat(cutAt(place, insert::executeUpdate)).isEqualTo(1);
    }
    assertThat(count(mine, "true")).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldKnowWhatBecameOfATransaction(String place) throws Exception {
    mine.setAutoCommit(false);
    update(mine, "INSERT INTO t VALUES (1, 'tx')");
    assertThat(
            cutAt(
                place,
                () -> {
                  mine.commit();
                  return 0;
                }))
        .isZero();
    mine.setAutoCommit(true);
    assertThat(count(mine, "true")).isEqualTo(1);
  }

  @Test
  void shouldRunASlowWriteOnceThatIsCutOffInTheMiddle() throws Exception {
    CompletableFuture<Integer> answer =
        begin(
            "BEFORE_EXECUTE",
            () ->
                update(
                    mine,
                    "INSERT INTO t SELECT sum(a.range + b.range) % 7, 'slow'"
                        + " FROM range(20000) a, range(20000) b"));
    assertThat(host.ask("go")).isEqualTo("done");
    proxy.cut();
    assertThat(answer.get()).isEqualTo(1);
    assertThat(count(mine, "true")).isEqualTo(1);
  }

  @Test
  void shouldGoOnWhenItIsCutOffAgainAndAgain() throws Exception {
    for (int i = 0; i < 8; i++) {
      int id = i;
      CompletableFuture<Integer> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return update(mine, "INSERT INTO t VALUES (" + id + ", 'often')");
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      proxy.cut();
      assertThat(answer.get()).isEqualTo(1);
    }
    assertThat(count(mine, "true")).isEqualTo(8);
    assertThat(count(mine, "true")).isEqualTo(count(mine, "id IN (SELECT DISTINCT id FROM t)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldWriteOnceWhenTheUserIsInterrupted(String place) throws Exception {
    boolean[] interrupted = new boolean[1];
    Thread[] user = new Thread[1];
    CompletableFuture<Integer> answer =
        begin(
            place,
            () -> {
              user[0] = Thread.currentThread();
              int count = update(mine, "INSERT INTO t VALUES (1, 'interrupted')");
              interrupted[0] = Thread.interrupted();
              return count;
            });
    user[0].interrupt();
    assertThat(host.ask("go")).isEqualTo("done");
    assertThat(answer.get()).isEqualTo(1);
    assertThat(interrupted[0]).isTrue();
    assertThat(count(mine, "true")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepNothingOfAWriteThatTakesTooLong(boolean inGroup) throws Exception {
    String sql =
        "INSERT INTO t SELECT sum(a.range + b.range) % 7, 'late' FROM range(?) a, range(?) b";
    try (PreparedStatement insert = mine.prepareStatement(sql)) {
      if (inGroup) {
        // Short so far, so it is taken into a group.
        for (int i = 0; i < 10; i++) {
          run(insert, 1);
        }
      }
      insert.setQueryTimeout(1);
      assertThatThrownBy(() -> run(insert, 2_000_000))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      insert.setQueryTimeout(0);
      run(insert, 2);
    }
    assertThat(count(mine, "true")).isEqualTo(inGroup ? 11 : 1);
  }

  private static void run(PreparedStatement insert, long size) throws SQLException {
    insert.setLong(1, size);
    insert.setLong(2, size);
    insert.executeUpdate();
  }
}
