package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.DatabaseId;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was set is set after a takeover too: for all sessions, or for the one that has set it. */
@Timeout(60)
class SettingsTest {

  private static final String THREADS = "SELECT current_setting('threads')";

  private static final List<String> EXPRESSIONS =
      List.of(
          "random()",
          "'it''s'",
          "NULL",
          "[{'a': 'x, \"y\"', 'b': 'n''l'}, NULL]",
          "MAP {'k=1': 1.50::DECIMAL(4, 2)}",
          "'\\x00a'::BLOB",
          "now()",
          "'b'::ENUM('a', 'b')",
          "union_value(k := 1)");

  @TempDir Path folder;

  private final List<ChildJvm> started = new ArrayList<>();
  private Path file;
  private String url;
  private ChildJvm host;

  @BeforeEach
  void startHost() throws Exception {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
    host = open();
  }

  private ChildJvm open() throws Exception {
    ChildJvm child = SqlChild.start(url);
    started.add(child);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  @AfterEach
  void endChildren() {
    started.forEach(ChildJvm::close);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  @Test
  void shouldKeepWhatWasSetForAllThoughWhoHasSetItIsGone() throws Exception {
    ChildJvm setter = open();
    ChildJvm next = open();
    assertThat(setter.ask("SET GLOBAL threads = 3")).startsWith("count");
    assertThat(setter.ask("SET GLOBAL default_null_order = 'nulls_first'")).startsWith("count");
    setter.end();
    host.kill();

    assertThat(next.ask(THREADS)).isEqualTo("rows 3");
    assertThat(next.ask("SELECT current_setting('default_null_order')"))
        .isEqualToIgnoringCase("rows NULLS_FIRST");
    try (Connection mine = DriverManager.getConnection(url)) {
      assertThat(value(mine, THREADS)).isEqualTo("3");
      next.kill();
      assertThat(value(mine, THREADS)).isEqualTo("3");
    }
  }

  @Test
  void shouldKeepTheLastOfSeveralChanges() throws Exception {
    ChildJvm other = open();
    try (Connection mine = DriverManager.getConnection(url);
        PreparedStatement set = mine.prepareStatement("SET GLOBAL threads = ?")) {
      run(mine, "SET GLOBAL threads = 3");
      set.setInt(1, 5);
      set.execute();
      assertThat(other.ask("SET GLOBAL threads = 4")).startsWith("count");
      set.setInt(1, 6);
      set.execute();
      host.kill();

      assertThat(other.ask(THREADS)).isEqualTo("rows 6");
      assertThat(value(mine, THREADS)).isEqualTo("6");
    }
  }

  @Test
  void shouldKeepItWhenTheFileIsReleasedAndForgetItWhenTheLastConnectionCloses() throws Exception {
    String before = host.ask(THREADS);
    host.ask("SET GLOBAL threads = 7");
    Release.of(DatabaseId.of(file), Duration.ofSeconds(20)).close();
    assertThat(host.ask(THREADS)).isEqualTo("rows 7");
    host.end();

    assertThat(open().ask(THREADS)).isEqualTo(before);
  }

  @Test
  void shouldKeepASettingOfASessionThatWasGivenAsAParameter() throws Exception {
    try (Connection mine = DriverManager.getConnection(url);
        PreparedStatement set = mine.prepareStatement("SET default_null_order = ?")) {
      set.setString(1, "nulls_first");
      set.execute();
      host.kill();

      assertThat(value(mine, "SELECT current_setting('default_null_order')"))
          .isEqualToIgnoringCase("nulls_first");
    }
  }

  @Test
  void shouldKeepTheValuesOfVariables() throws Exception {
    ChildJvm joined = open();
    List<String> before = new ArrayList<>();
    for (int i = 0; i < EXPRESSIONS.size(); i++) {
      assertThat(joined.ask("SET VARIABLE \"my " + i + "\" = " + EXPRESSIONS.get(i)))
          .startsWith("count");
      before.add(joined.ask(variable(i)));
    }
    host.kill();

    for (int i = 0; i < EXPRESSIONS.size(); i++) {
      assertThat(joined.ask(variable(i))).as(EXPRESSIONS.get(i)).isEqualTo(before.get(i));
    }
  }

  private static String variable(int number) {
    String value = "getvariable('my " + number + "')";
    return "SELECT typeof(" + value + "), " + value;
  }

  @Test
  void shouldKeepAVariableThatWasGivenAsAParameterUntilItIsReset() throws Exception {
    try (Connection mine = DriverManager.getConnection(url);
        PreparedStatement set = mine.prepareStatement("SET VARIABLE v = ?")) {
      run(mine, "SET VARIABLE gone = 1");
      run(mine, "RESET VARIABLE gone");
      set.setString(1, "x");
      set.execute();
      host.kill();

      assertThat(value(mine, "SELECT getvariable('V')")).isEqualTo("x");
      assertThat(value(mine, "SELECT getvariable('gone')")).isNull();
    }
  }
}
