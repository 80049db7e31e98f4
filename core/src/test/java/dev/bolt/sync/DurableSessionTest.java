package dev.bolt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commits of a session wait for a shared sync, and what becomes of them when it fails. */
@Timeout(30)
class DurableSessionTest {

  private static final String INSIDE = "SELECT * FROM pragma_synchronous";
  private static final String ASKED = "PRAGMA synchronous";
  private static final int NORMAL = 1;
  private static final int FULL = 2;

  @TempDir Path folder;

  /** Counts syncs, and fails when it is told to. */
  private static final class CountingWal implements WalFile {
    private final WalFile wal;
    private volatile int syncs;
    private volatile boolean broken;

    CountingWal(WalFile wal) {
      this.wal = wal;
    }

    @Override
    public void open() throws IOException {
      wal.open();
    }

    @Override
    public void sync() throws IOException {
      if (broken) {
        throw new IOException("the disk is gone");
      }
      wal.sync();
      syncs++;
    }

    @Override
    public void close() throws IOException {
      wal.close();
    }
  }

  private CountingWal wal;

  private DurableFile open(Map<String, String> pragmas) throws Exception {
    return DurableFile.open(
        folder.resolve("x.db"),
        pragmas,
        channel -> {
          wal = new CountingWal(channel);
          return wal;
        });
  }

  private static int level(EngineSession session, String asked) throws SQLException {
    return DurableFile.number(session, ExecuteOptions.AUTO_COMMIT, asked);
  }

  private int syncsOf(EngineSession session, String... statements) throws SQLException {
    int before = wal.syncs;
    for (String statement : statements) {
      DurableFile.run(session, statement);
    }
    return wal.syncs - before;
  }

  @Test
  void shouldSyncEachCommitOnceByDefault() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session()) {
      assertThat(syncsOf(session, "CREATE TABLE t (i INTEGER UNIQUE)")).isOne();
      assertThat(syncsOf(session, "INSERT INTO t VALUES (1)")).isOne();
      assertThat(syncsOf(session, "INSERT INTO t VALUES (2) RETURNING i")).isOne();
      assertThat(syncsOf(session, "PRAGMA user_version = 3")).isOne();
      assertThat(syncsOf(session, "BEGIN", "UPDATE t SET i = 3 WHERE i = 1", "COMMIT")).isOne();
      assertThat(syncsOf(session, "SAVEPOINT a", "DELETE FROM t WHERE i = 3", "RELEASE a")).isOne();
      assertThat(syncsOf(session, "VACUUM")).isOne();
      int before = wal.syncs;
      DurableFile.runInTransaction(session, "INSERT INTO t VALUES (4)");
      assertThat(wal.syncs).isEqualTo(before);
      session.commit();
      assertThat(wal.syncs).isEqualTo(before + 1);
      assertThat(syncsOf(session, "SELECT * FROM t", "BEGIN", "SELECT * FROM t", "COMMIT"))
          .isZero();
      assertThat(syncsOf(session, "BEGIN", "DELETE FROM t", "ROLLBACK")).isZero();
    }
  }

  @Test
  void shouldSyncWhatAFailedStatementLeaves() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session()) {
      DurableFile.run(session, "CREATE TABLE t (i INTEGER UNIQUE)");
      DurableFile.run(session, "BEGIN");
      DurableFile.run(session, "SELECT * FROM t");
      assertThatThrownBy(
              () -> DurableFile.run(session, "INSERT OR FAIL INTO t VALUES (1), (2), (1)"))
          .isInstanceOf(SQLException.class);
      assertThat(syncsOf(session, "COMMIT")).isOne();
      assertThat(level(session, "SELECT count(*) FROM t")).isEqualTo(2);
    }
  }

  @Test
  void shouldTellTheLevelThatTheClientHasSet() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session()) {
      assertThat(level(session, INSIDE)).isEqualTo(NORMAL);
      assertThat(level(session, ASKED)).isEqualTo(FULL);
      assertThat(level(session, "PRAGMA main.synchronous")).isEqualTo(FULL);
      DurableFile.run(session, "BEGIN");
      assertThat(level(session, ASKED)).isEqualTo(FULL);
      assertThatThrownBy(() -> DurableFile.run(session, "PRAGMA synchronous = OFF"))
          .isInstanceOf(SQLException.class);
      DurableFile.run(session, "ROLLBACK");
      assertThat(level(session, ASKED)).isEqualTo(FULL);
    }
  }

  @ParameterizedTest
  @CsvSource({"OFF, 0", "NORMAL, 1", "EXTRA, 3"})
  void shouldLeaveOtherLevelsToTheEngine(String name, int number) throws Exception {
    try (DurableFile file = open(Map.of("synchronous", name));
        EngineSession session = file.session()) {
      assertThat(syncsOf(session, "CREATE TABLE t (i INTEGER)")).isZero();
      assertThat(level(session, ASKED)).isEqualTo(number);
      assertThat(level(session, INSIDE)).isEqualTo(number);
    }
  }

  @ParameterizedTest
  @CsvSource({"synchronous = NORMAL, 1", "main.synchronous(0), 0", "\"main\".synchronous = 3, 3"})
  void shouldFollowTheClientWhoSetsAnotherLevel(String pragma, int number) throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session()) {
      DurableFile.run(session, "CREATE TABLE t (i INTEGER)");
      DurableFile.run(session, "PRAGMA " + pragma);
      assertThat(level(session, ASKED)).isEqualTo(number);
      assertThat(syncsOf(session, "INSERT INTO t VALUES (1)")).isZero();
      DurableFile.run(session, "PRAGMA synchronous = FULL");
      assertThat(level(session, ASKED)).isEqualTo(FULL);
      assertThat(syncsOf(session, "INSERT INTO t VALUES (1)")).isOne();
    }
  }

  @Test
  void shouldStayDurableWhenTheLevelOfAnAttachedFileIsSet() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session()) {
      DurableFile.run(session, "ATTACH ? AS other", folder.resolve("other.db").toString());
      DurableFile.run(session, "PRAGMA other.synchronous = OFF");
      assertThat(level(session, "PRAGMA other.synchronous")).isZero();
      assertThat(level(session, ASKED)).isEqualTo(FULL);
      assertThat(syncsOf(session, "CREATE TABLE t (i INTEGER)")).isOne();
    }
  }

  @Test
  void shouldLeaveItToTheEngineOutsideOfWal() throws Exception {
    try (DurableFile file = open(Map.of("journal_mode", "delete"));
        EngineSession session = file.session()) {
      DurableFile.run(session, "CREATE TABLE t (i INTEGER)");
      assertThat(level(session, INSIDE)).isEqualTo(FULL);
      assertThat(wal).isNull();
    }
  }

  @Test
  void shouldKeepAllFromLeavingWalMode() throws Exception {
    try (DurableFile file = open(Map.of("busy_timeout", "50"));
        EngineSession session = file.session()) {
      assertThatThrownBy(() -> DurableFile.run(session, "PRAGMA journal_mode = delete"))
          .isInstanceOf(SQLException.class);
      assertThat(syncsOf(session, "CREATE TABLE t (i INTEGER)")).isOne();
    }
  }

  @Test
  void shouldGiveTheNativeConnectionTheEnginesOwnLevel() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session()) {
      assertThat(level(session, INSIDE)).isEqualTo(NORMAL);
      session.nativeConnection(Connection.class).orElseThrow();
      assertThat(level(session, INSIDE)).isEqualTo(FULL);
      assertThat(syncsOf(session, "CREATE TABLE t (i INTEGER)")).isZero();
    }
  }

  @Test
  void shouldSayThatDurabilityIsUnknownAndThenLeaveItToTheEngine() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session();
        EngineSession other = file.session()) {
      DurableFile.run(session, "CREATE TABLE t (i INTEGER)");
      DurableFile.run(other, "INSERT INTO t VALUES (0)");
      wal.broken = true;
      assertUnknown(() -> DurableFile.run(session, "INSERT INTO t VALUES (1)"));
      DurableFile.runInTransaction(other, "INSERT INTO t VALUES (2)");
      other.commit();
      assertThat(level(session, "SELECT count(*) FROM t")).isEqualTo(3);
      for (EngineSession each : List.of(session, other, file.session())) {
        assertThat(level(each, INSIDE)).isEqualTo(FULL);
        assertThat(level(each, ASKED)).isEqualTo(FULL);
      }
    }
  }

  @Test
  void shouldSayThatDurabilityIsUnknownOfATransactionThatWasOpen() throws Exception {
    try (DurableFile file = open(Map.of());
        EngineSession session = file.session();
        EngineSession other = file.session()) {
      DurableFile.run(session, "CREATE TABLE t (i INTEGER)");
      DurableFile.runInTransaction(session, "INSERT INTO t VALUES (1)");
      wal.broken = true;
      assertUnknown(session::commit);
      assertThat(session.transaction().open()).isFalse();
      assertThat(level(other, "SELECT count(*) FROM t")).isOne();
    }
  }

  @Test
  void shouldLetOthersWriteMeanwhileAndNotBeCancelled() throws Exception {
    HeldWal held = new HeldWal();
    try (DurableFile file = DurableFile.open(folder.resolve("x.db"), Map.of(), wal -> held);
        EngineSession session = file.session();
        EngineSession other = file.session()) {
      held.allow(1);
      DurableFile.run(session, "CREATE TABLE t (i INTEGER)");
      held.awaitBegin();
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(() -> runUnchecked(session, "INSERT INTO t VALUES (1)"));
      held.awaitBegin();
      DurableFile.run(other, "PRAGMA synchronous = NORMAL");
      DurableFile.run(other, "INSERT INTO t VALUES (2)");
      session.cancel();
      assertThat(write).isNotDone();
      held.allow(1_000_000);
      write.get();
      assertThat(level(other, "SELECT count(*) FROM t")).isEqualTo(2);
    }
  }

  private static void runUnchecked(EngineSession session, String sql) {
    try {
      DurableFile.run(session, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("58B01"));
  }
}
