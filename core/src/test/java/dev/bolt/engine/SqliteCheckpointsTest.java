package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** SQLite's log is written into the file beside the work. */
@Timeout(120)
class SqliteCheckpointsTest {

  /** A row that fills some pages, so that a few hundred commits fill the log. */
  private static final String WRITE = "UPDATE t SET v = randomblob(40000) WHERE id = ?";

  private static final int MANY = 4_000;

  @TempDir Path folder;

  private SqliteFile open(Map<String, String> pragmas) throws Exception {
    return SqliteFile.open(folder.resolve("a.db"), pragmas, Duration.ofSeconds(60));
  }

  private static EngineSession session(SqliteFile file) throws SQLException {
    EngineSession session = file.session();
    run(session, "PRAGMA synchronous = OFF");
    run(session, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v BLOB)");
    run(session, "INSERT OR IGNORE INTO t VALUES (1, NULL), (2, NULL), (3, NULL)");
    return session;
  }

  @Test
  void shouldWriteTheLogIntoTheFileBesideTheWork() throws Exception {
    ExecutorService writers = Executors.newCachedThreadPool();
    try (SqliteFile file = open(Map.of());
        EngineSession looking = session(file)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        int id = i;
        work.add(() -> write(file, id));
      }
      for (Future<Void> end : writers.invokeAll(work)) {
        end.get();
      }
      // 3,000 pages were written, and a session by itself would begin with 16,000.
      awaitNothingToDo(looking);
      assertThat(column(looking, "PRAGMA integrity_check")).containsExactly("ok");
    } finally {
      writers.shutdownNow();
    }
  }

  private static Void write(SqliteFile file, int id) throws SQLException {
    try (EngineSession session = file.session()) {
      run(session, "PRAGMA synchronous = OFF");
      for (int i = 0; i < 100; i++) {
        run(session, WRITE, id);
      }
      return null;
    }
  }

  @Test
  void shouldBeginAnewOnceNobodyReadsAnOldStateAnyMore() throws Exception {
    try (SqliteFile file = open(Map.of());
        EngineSession session = session(file);
        EngineSession reading = file.session()) {
      Cursor.Native old =
          (Cursor.Native)
              reading
                  .execute(
                      SqliteFile.statement("SELECT id FROM t"),
                      new Object[0],
                      ExecuteOptions.AUTO_COMMIT)
                  .cursor();
      assertThat(old.next()).isTrue();
      writeUntil(session, pages -> pages > MANY);
      assertThat(old.next()).isTrue();
      old.close();
      writeUntil(session, pages -> pages < MANY);
    }
  }

  private static void writeUntil(EngineSession session, LongPredicate enough) throws SQLException {
    int writes = 0;
    while (!enough.test(log(session)[1])) {
      assertThat(writes++).isLessThan(20_000);
      run(session, WRITE, 1);
    }
  }

  @Test
  void shouldLeaveTheLogToAUserWhoDecidesThat() throws Exception {
    try (SqliteFile file = open(Map.of("wal_autocheckpoint", "0"));
        EngineSession session = session(file)) {
      assertStays(session);
    }
    try (SqliteFile file = open(Map.of());
        EngineSession session = session(file)) {
      run(session, "PRAGMA wal_autocheckpoint = 0");
      assertStays(session);
    }
  }

  private static void assertStays(EngineSession session) throws SQLException {
    long before = log(session)[2];
    for (int i = 0; i < 300; i++) {
      run(session, WRITE, 1 + i % 3);
    }
    assertThat(log(session)[1]).isGreaterThan(2_900);
    assertThat(log(session)[2]).isEqualTo(before);
  }

  private static void awaitNothingToDo(EngineSession session) throws SQLException {
    long[] log = log(session);
    long begin = System.nanoTime();
    while (log[1] >= 1_000 && log[2] < log[1]) {
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(60));
      log = log(session);
    }
  }

  /** Whether somebody was in the way, the pages of the log, and how many are in the file. */
  private static long[] log(EngineSession session) throws SQLException {
    SQLiteConnection connection = session.nativeConnection(SQLiteConnection.class).orElseThrow();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
    }
  }
}
