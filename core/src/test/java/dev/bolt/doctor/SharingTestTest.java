package dev.bolt.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SharingTestTest {

  @TempDir Path folder;

  /** Runs the test, and says each check. */
  static final class Tester {
    public static void main(String[] arguments) throws Exception {
      SharingReport report =
          SharingTest.run(
              Path.of(arguments[0]), ChildJvm.java(), check -> System.out.println(check.name()));
      System.out.println(report.ok());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).sorted().toList();
    }
  }

  @Test
  void shouldTryAFileOfItsOwnWhereThereIsNone() throws Exception {
    List<String> heard = new ArrayList<>();

    SharingReport report =
        SharingTest.run(
            folder.resolve("a.sqlite"), ChildJvm.java(), check -> heard.add(check.name()));

    assertThat(report.checks())
        .allSatisfy(
            check ->
                assertThat(check.outcome()).as(check.detail()).isEqualTo(SharingCheck.Outcome.OK));
    assertThat(report.ok()).isTrue();
    assertThat(report.scratch()).isTrue();
    assertThat(heard)
        .containsExactly(
            "files", "sync", "locks", "locks of the dead", "shared memory", "socket", "database");
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldTryADatabaseThatIsInUseAndLeaveItsTablesAsTheyWere() throws Exception {
    tryWhileInUse("duckdb");
  }

  @Test
  @Tag("drill")
  void shouldTryASqliteFileThatIsInUse() throws Exception {
    tryWhileInUse("sqlite");
  }

  private void tryWhileInUse(String engine) throws Exception {
    Path file = folder.resolve("a." + engine);
    try (ChildJvm user = SqlChild.start("jdbc:bolt:" + engine + ":" + file)) {
      assertThat(user.hear()).isEqualTo("open");
      user.ask("CREATE TABLE t(x INTEGER)");
      user.ask("CREATE TABLE bolt_test_0123abcd(x INTEGER)");

      SharingReport report = SharingTest.run(file, ChildJvm.java(), check -> {});

      assertThat(report.checks())
          .allSatisfy(
              check ->
                  assertThat(check.outcome())
                      .as(check.detail())
                      .isEqualTo(SharingCheck.Outcome.OK));
      assertThat(report.scratch()).isFalse();
      assertThat(user.ask(tables(engine))).isEqualTo("rows t");
    }
  }

  private static String tables(String engine) {
    return engine.equals("duckdb")
        ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"
        : "SELECT name FROM sqlite_master WHERE type = 'table'";
  }

  @Test
  void shouldHaveNothingLeftOfATestThatWasKilled() throws Exception {
    Path file = folder.resolve("a.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:bolt:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(x INTEGER)");
    }
    try (ChildJvm tester = ChildJvm.start(Tester.class, file.toString())) {
      for (String heard = tester.hear(); !heard.equals("socket"); heard = tester.hear()) {
        assertThat(heard).isNotNull();
      }
      tester.kill();
    }
    // Its processes end by themselves, as their input does.
    await().atMost(Duration.ofSeconds(20)).until(() -> DatabaseInfo.of(file).members().isEmpty());

    assertThat(DatabaseDoctor.fixExistingDatabaseLocks(file).ok()).isTrue();
    assertThat(files()).containsExactly(Path.of("a.sqlite"));
    try (Connection connection = DriverManager.getConnection("jdbc:bolt:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery(tables("sqlite"))) {
      assertThat(tables.next()).isTrue();
      assertThat(tables.getString(1)).isEqualTo("t");
      assertThat(tables.next()).isFalse();
    }
  }
}
