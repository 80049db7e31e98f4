package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.jdbc.BoltDriver;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Options that nobody knows, and an engine that is not there. */
@Timeout(60)
class OptionTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "DUCKDB, thread=2, thread, threads",
    "DUCKDB, lockTimeot=1s, lockTimeot, lockTimeout",
    "SQLITE, jurnal_mode=wal, jurnal_mode, journal_mode",
    "SQLITE, locktimeout=1s, locktimeout, lockTimeout"
  })
  void shouldNameTheNearestOptionToTheFirstAndToTheOneWhoJoins(
      EngineKind engine, String option, String wrong, String nearest) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine);
    String message = "Unknown option " + wrong + "; did you mean " + nearest + "?";

    assertRefused(file.url(option), message);
    assertThat(file.path()).doesNotExist();
    try (Children children = new Children()) {
      ChildJvm first = children.open(file.url());
      assertThat(first.ask("CREATE TABLE t(x INTEGER)")).startsWith("count");
      assertRefused(file.url(option), message);
      assertThat(first.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
    }
    assertThat(file.rows()).isEqualTo(1);
  }

  private static void assertRefused(String url, String message) {
    assertThatThrownBy(() -> DriverManager.getConnection(url).close())
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith(message)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("HY024");
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldNameTheDependencyOfAnEngineThatIsNotOnTheClassPath(EngineKind engine)
      throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine);
    List<String> command =
        BoltJar.java(
            List.of(
                BoltJar.origin(BoltDriver.class),
                BoltJar.origin(LoggerFactory.class),
                BoltJar.origin(SqlChild.class)));
    command.addAll(List.of(SqlChild.class.getName(), file.url()));

    try (ChildJvm child = ChildJvm.start(command)) {
      assertThat(child.hear())
          .isEqualTo(
              "error 08001 "
                  + engine.productName()
                  + " is not on the class path. Add the dependency "
                  + engine.dependency());
    }
    assertThat(file.path()).doesNotExist();
  }
}
