package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bolt.DatabaseId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteEngineTest {

  private static final Duration WAIT = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void shouldOpenInWal() throws Exception {
    try (SqliteFile file = SqliteFile.open(folder.resolve("a.db"))) {
      assertThat(file.engine().journalMode()).isEqualTo("wal");
      assertThat(file.engine().readOnly()).isFalse();
      assertThat(file.engine().version()).startsWith("3.");
      EngineSession session = file.session();
      assertThat(file.engine().sessionCount()).isEqualTo(1);
      session.close();
      assertThat(file.engine().sessionCount()).isZero();
    }
    assertThatThrownBy(() -> openClosed().session()).isInstanceOf(SQLException.class);
  }

  @Test
  void shouldGiveEverySessionTheOptions() throws Exception {
    Map<String, String> options = Map.of("foreign_keys", "true", "cache_size", "-512");
    try (SqliteFile file = SqliteFile.open(folder.resolve("a.db"), options, WAIT)) {
      EngineSession session = file.session();
      assertThat(column(session, "PRAGMA foreign_keys")).containsExactly(1);
      assertThat(column(session, "PRAGMA cache_size")).containsExactly(-512);
    }
  }

  @Test
  void shouldLeaveNoLibraryBehind() throws Exception {
    try (SqliteFile file = SqliteFile.open(folder.resolve("a.db"))) {
      assertThat(file.engine().readOnly()).isFalse();
      assertThat(mappedLibraries())
          .isNotEmpty()
          .allSatisfy(library -> assertThat(library).doesNotExist());
    }
  }

  private static List<Path> mappedLibraries() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains("sqlitejdbc"))
          .map(line -> line.substring(line.indexOf('/')).replace(" (deleted)", ""))
          .distinct()
          .map(Path::of)
          .toList();
    }
  }

  @Test
  void shouldReadOnlyWhenAskedTo() throws Exception {
    Path path = folder.resolve("a.db");
    try (SqliteFile file = SqliteFile.open(path);
        SqliteEngine reading = open(path, true)) {
      run(file.session(), "CREATE TABLE t (i INTEGER)");
      assertThat(reading.readOnly()).isTrue();
      assertThat(reading.journalMode()).isEqualTo("wal");
      EngineSession session = reading.openSession(SessionContext.ofThisProcess());
      SqliteFile.runInTransaction(session, "SELECT * FROM t");
      run(file.session(), "INSERT INTO t VALUES (1)");
      assertThatThrownBy(() -> run(session, "INSERT INTO t VALUES (2)"))
          .satisfies(e -> assertState("25006", e));
      session.rollback();
      assertThat(column(session, "SELECT * FROM t")).containsExactly(1);
    }
  }

  @Test
  void shouldRefuseWhatIsNoDatabase() throws Exception {
    Path text = folder.resolve("text.db");
    Files.writeString(text, "no database, but a text that is long enough ".repeat(100));
    assertThatThrownBy(() -> open(text, false)).satisfies(e -> assertState("XX001", e));
    assertThatThrownBy(() -> open(folder, false))
        .hasMessageContaining("is a folder")
        .satisfies(e -> assertState("08001", e));
    assertThatThrownBy(() -> open(folder.resolve("missing.db"), true))
        .hasMessageContaining("does not exist");
    assertThat(Files.readString(text)).startsWith("no database");
  }

  @Test
  void shouldRefuseABadTimeout() throws Exception {
    assertThatThrownBy(
            () -> SqliteFile.open(folder.resolve("a.db"), Map.of("busy_timeout", "long"), WAIT))
        .satisfies(e -> assertState("HY024", e));
  }

  @Test
  void shouldReadInAFolderThatCannotBeWritten() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path path = closed.resolve("a.db");
    try (SqliteFile file = SqliteFile.open(path)) {
      run(file.session(), "CREATE TABLE t AS SELECT 1 AS i");
    }
    assumeTrue(closed.toFile().setWritable(false));
    assumeFalse(Files.isWritable(closed), "root writes everywhere");
    try (SqliteFile one = SqliteFile.open(path);
        SqliteFile two = SqliteFile.open(path)) {
      assertThat(one.engine().readOnly()).isTrue();
      assertThat(column(one.session(), "SELECT * FROM t")).containsExactly(1);
      EngineSession session = two.session();
      assertThatThrownBy(() -> run(session, "DELETE FROM t"))
          .satisfies(e -> assertState("25006", e));
    } finally {
      closed.toFile().setWritable(true);
    }
  }

  @Test
  void shouldNoticeThatAFileReadWithoutLocksHasChanged() throws Exception {
    Path path = folder.resolve("a.db");
    SqliteFile.open(path).close();
    UnlockedFile unlocked = UnlockedFile.of(path, new SQLException("no WAL"));
    unlocked.requireUnchanged();
    try (SqliteFile file = SqliteFile.open(path)) {
      run(file.session(), "CREATE TABLE t (i INTEGER)");
      assertThatThrownBy(unlocked::requireUnchanged).hasMessageContaining("open it again");
      assertThatThrownBy(() -> UnlockedFile.of(path, new SQLException("no WAL")))
          .hasMessageContaining("write-ahead log");
    }
  }

  private SqliteFile openClosed() throws Exception {
    SqliteFile file = SqliteFile.open(folder.resolve("closed.db"));
    file.close();
    return file;
  }

  private static SqliteEngine open(Path path, boolean readOnly) throws Exception {
    return SqliteEngine.open(
        DatabaseId.of(path),
        Map.of(),
        readOnly,
        WAIT,
        SqliteFile.NO_LOCK,
        SqliteFile.NO_GATES,
        SqliteFile.NO_SYNCS);
  }

  private static void assertState(String sqlState, Throwable failure) {
    assertThat(((SQLException) failure).getSQLState()).isEqualTo(sqlState);
  }
}
