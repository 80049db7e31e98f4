package dev.bolt.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.doctor.Finding.Deed;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class DatabaseDoctorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final List<ChildJvm> children = new ArrayList<>();

  @AfterEach
  void endChildren() {
    for (int i = children.size() - 1; i >= 0; i--) {
      children.get(i).close();
    }
  }

  private ChildJvm open(String engine) throws IOException {
    return opened(SqlChild.start("jdbc:bolt:" + engine + ":" + file(engine)));
  }

  private ChildJvm opened(ChildJvm child) {
    children.add(child);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  private Path file(String engine) {
    return folder.resolve("a." + engine);
  }

  private Path sidecar(String engine) {
    return folder.resolve("a." + engine + ".bolt");
  }

  private static List<Deed> deeds(FixReport report) {
    return report.databases().stream()
        .flatMap(database -> database.findings().stream())
        .map(Finding::deed)
        .toList();
  }

  /** All files below the folder with their lengths. */
  private SortedMap<Path, Long> state() throws IOException {
    SortedMap<Path, Long> state = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        state.put(path, Files.isRegularFile(path) ? Files.size(path) : 0);
      }
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "sqlite"})
  void shouldRemoveAFolderThatNobodyUses(String engine) throws Exception {
    ChildJvm child = open(engine);
    child.ask("CREATE TABLE t(x INTEGER)");
    child.ask("INSERT INTO t VALUES (1)");
    child.end();
    SortedMap<Path, Long> before = state();
    assertThat(deeds(DatabaseDoctor.rehearse(folder))).containsExactly(Deed.WOULD_REMOVE);
    assertThat(state()).isEqualTo(before);

    FixReport report = DatabaseDoctor.fixExistingDatabaseLocks(folder);

    assertThat(report.ok()).isTrue();
    assertThat(deeds(report)).containsExactly(Deed.REMOVED);
    assertThat(sidecar(engine)).doesNotExist();
    assertThat(file(engine)).hasSize(before.get(file(engine)));
    assertThat(open(engine).ask("SELECT * FROM t")).isEqualTo("rows 1");
  }

  @Test
  void shouldKeepWhatTheNextHostNeeds() throws Exception {
    ChildJvm host = open("duckdb");
    host.ask("SET GLOBAL memory_limit = '1GB'");
    host.kill();
    SortedMap<Path, Long> before = state();
    assertThat(deeds(DatabaseDoctor.rehearse(file("duckdb"))))
        .containsExactly(Deed.WOULD_REMOVE, Deed.KEPT, Deed.KEPT);
    assertThat(state()).isEqualTo(before);

    FixReport report = DatabaseDoctor.fixExistingDatabaseLocks(file("duckdb"));

    assertThat(deeds(report)).containsExactly(Deed.REMOVED, Deed.KEPT, Deed.KEPT);
    assertThat(report.databases().get(0).findings().get(0).what()).contains("socket");
    assertThat(sidecar("duckdb").resolve("host")).exists();
    assertThat(open("duckdb").ask("SELECT current_setting('memory_limit')"))
        .isEqualTo("rows 953.6 MiB");
  }

  @Test
  void shouldRemoveAllOfADatabaseThatIsGone() throws Exception {
    open("duckdb").kill();
    Files.delete(file("duckdb"));

    assertThat(DatabaseDoctor.fixExistingDatabaseLocks(sidecar("duckdb")).ok()).isTrue();

    assertThat(sidecar("duckdb")).doesNotExist();
  }

  @Test
  void shouldRemoveDamagedFilesThatNobodyUses() throws Exception {
    open("duckdb").kill();
    Files.writeString(sidecar("duckdb").resolve("host"), "rubbish");
    ChildJvm writer = open("sqlite");
    writer.ask("CREATE TABLE t(x INTEGER)");
    Path gate = sidecar("sqlite").resolve("gate");
    Path moved = Files.move(gate, folder.resolve("moved"));
    Files.writeString(gate, "rubbish");

    FixReport used = DatabaseDoctor.fixExistingDatabaseLocks(folder);

    assertThat(sidecar("duckdb").resolve("host")).doesNotExist();
    assertThat(gate).exists();
    assertThat(moved).exists();
    assertThat(deeds(used)).contains(Deed.KEPT);

    writer.end();
    Files.writeString(sidecar("sqlite").resolve("sync"), "rubbish");
    assertThat(DatabaseDoctor.fixExistingDatabaseLocks(folder).ok()).isTrue();
    assertThat(sidecar("sqlite")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "sqlite"})
  void shouldNameThoseWhoUseADatabaseAndLeaveThemAlone(String engine) throws Exception {
    ChildJvm first = open(engine);
    first.ask("CREATE TABLE t(x INTEGER)");
    ChildJvm second = open(engine);
    ChildJvm killed = open(engine);
    killed.ask("INSERT INTO t VALUES (0)");
    killed.kill();

    FixReport report = DatabaseDoctor.fixExistingDatabaseLocks(folder);

    List<Holder> holders = report.databases().get(0).holders();
    assertThat(holders.stream().map(holder -> holder.process().pid()))
        .containsExactlyInAnyOrder(first.pid(), second.pid());
    assertThat(holders.stream().map(Holder::role)).doesNotContain(Holder.Role.OUTSIDE);
    assertThat(second.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
    assertThat(first.ask("SELECT count(*) FROM t")).isEqualTo("rows 2");
    assertThat(open(engine).ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
  }

  @Test
  void shouldEndOnlyAProcessThatUsesADatabase() throws Exception {
    ChildJvm outside = opened(OutsideHolder.start("jdbc:duckdb:" + file("duckdb")));
    ChildJvm other = opened(OutsideHolder.start("jdbc:sqlite:"));

    assertThatThrownBy(() -> DatabaseDoctor.terminate(folder, other.pid(), PATIENCE))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nothing was sent to it");
    assertThatThrownBy(
            () -> DatabaseDoctor.terminate(folder, ProcessHandle.current().pid(), PATIENCE))
        .isInstanceOf(SQLException.class);
    assertThat(other.isAlive()).isTrue();
    assertThat(
            DatabaseDoctor.rehearse(folder).databases().get(0).holders().stream().map(Holder::role))
        .containsExactly(Holder.Role.OUTSIDE);

    Termination ended = DatabaseDoctor.terminate(folder, outside.pid(), PATIENCE);

    assertThat(ended.ended()).isTrue();
    assertThat(outside.isAlive()).isFalse();
  }

  @Test
  void shouldSayThatAStoppedProcessDoesNotEnd() throws Exception {
    ChildJvm host = open("duckdb");
    host.stop();

    Termination termination = DatabaseDoctor.terminate(folder, host.pid(), Duration.ofMillis(300));

    assertThat(termination.ended()).isFalse();
    assertThat(termination.detail()).contains("kill -CONT " + host.pid());
    host.signal("CONT");
  }

  @Test
  void shouldRemoveWhatTestsAndCopiesHaveLeft() throws Exception {
    Path dead = Files.createDirectory(folder.resolve(".bolt-test-0123abcd"));
    Files.createFile(dead.resolve("lock"));
    Files.createFile(dead.resolve("scratch.duckdb"));
    long gone = gonePid();
    Path copy = Files.createFile(folder.resolve(".b.duckdb.partial-" + gone));
    Path mine = Files.createFile(folder.resolve(".c.partial-" + ProcessHandle.current().pid()));
    try (TrialFolder living = TrialFolder.create(folder)) {
      assertThat(DatabaseDoctor.rehearse(folder).others())
          .extracting(Finding::deed)
          .containsExactlyInAnyOrder(Deed.WOULD_REMOVE, Deed.WOULD_REMOVE, Deed.KEPT);

      assertThat(DatabaseDoctor.fixExistingDatabaseLocks(folder).ok()).isTrue();

      assertThat(dead).doesNotExist();
      assertThat(copy).doesNotExist();
      assertThat(mine).exists();
      assertThat(living.path()).exists();
    }
  }

  private long gonePid() throws Exception {
    ChildJvm child = ChildJvm.start(OutsideHolder.class, "jdbc:sqlite:");
    child.kill();
    return child.pid();
  }

  @Test
  void shouldSayThatThereIsNothing() {
    assertThatThrownBy(() -> DatabaseDoctor.rehearse(folder.resolve("none")))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("there is no file or folder ");
  }

  /** Opens a database, writes a row and closes it, again and again. */
  static final class Opener {
    public static void main(String[] arguments) throws Exception {
      System.out.println("open");
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
          connection.createStatement().execute("INSERT INTO t VALUES (1)");
        } catch (SQLException e) {
          System.out.println("error " + e.getMessage());
          return;
        }
      }
      System.out.println("done");
    }
  }

  @Test
  void shouldLoseNothingBesideProcessesThatJustOpenTheDatabase() throws Exception {
    openWhileOthersFix("sqlite", 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb", "sqlite"})
  @Tag("drill")
  void shouldLoseNothingBesideProcessesThatOpenTheDatabaseOften(String engine) throws Exception {
    openWhileOthersFix(engine, 60);
  }

  private void openWhileOthersFix(String engine, int rows) throws Exception {
    ChildJvm first = open(engine);
    first.ask("CREATE TABLE t(x INTEGER)");
    first.end();
    String url = "jdbc:bolt:" + engine + ":" + file(engine);
    List<ChildJvm> openers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      openers.add(opened(ChildJvm.start(Opener.class, url, Integer.toString(rows))));
    }
    Thread fixing = new Thread(this::fixAgainAndAgain);
    fixing.start();
    try {
      for (ChildJvm opener : openers) {
        assertThat(opener.hear()).isEqualTo("done");
      }
    } finally {
      fixing.interrupt();
      fixing.join();
    }
    assertThat(open(engine).ask("SELECT count(*) FROM t"))
        .isEqualTo("rows " + openers.size() * rows);
  }

  private void fixAgainAndAgain() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        assertThat(DatabaseDoctor.fixExistingDatabaseLocks(folder).unread()).isEmpty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
