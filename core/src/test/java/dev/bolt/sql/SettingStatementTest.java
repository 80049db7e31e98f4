package dev.bolt.sql;

import static dev.bolt.sql.SettingStatement.Scope.AUTOMATIC;
import static dev.bolt.sql.SettingStatement.Scope.GLOBAL;
import static dev.bolt.sql.SettingStatement.Scope.LOCAL;
import static dev.bolt.sql.SettingStatement.Scope.SESSION;
import static dev.bolt.sql.SettingStatement.Scope.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SettingStatementTest {

  @Test
  void shouldReadScopeAndName() {
    assertThat(read("SET threads = 1"))
        .isEqualTo(new SettingStatement(AUTOMATIC, "threads", false));
    assertThat(read("set \"threads\" TO 1"))
        .isEqualTo(new SettingStatement(AUTOMATIC, "threads", false));
    assertThat(read("PRAGMA threads=1"))
        .isEqualTo(new SettingStatement(AUTOMATIC, "threads", false));
    assertThat(read("SET SESSION schema = 'x'"))
        .isEqualTo(new SettingStatement(SESSION, "schema", false));
    assertThat(read("SET GLOBAL threads = 1"))
        .isEqualTo(new SettingStatement(GLOBAL, "threads", false));
    assertThat(read("SET LOCAL threads = 1"))
        .isEqualTo(new SettingStatement(LOCAL, "threads", false));
    assertThat(read("SET VARIABLE \"a b\" = 1"))
        .isEqualTo(new SettingStatement(VARIABLE, "a b", false));
    assertThat(read("SET variable = 1"))
        .isEqualTo(new SettingStatement(AUTOMATIC, "variable", false));
    assertThat(read("SET VARIABLE variable = 1"))
        .isEqualTo(new SettingStatement(VARIABLE, "variable", false));
    assertThat(read("RESET threads")).isEqualTo(new SettingStatement(AUTOMATIC, "threads", true));
    assertThat(read("RESET GLOBAL threads"))
        .isEqualTo(new SettingStatement(GLOBAL, "threads", true));
    assertThat(read("RESET VARIABLE x")).isEqualTo(new SettingStatement(VARIABLE, "x", true));
    assertThat(read("SET TIME ZONE 'UTC'"))
        .isEqualTo(new SettingStatement(AUTOMATIC, "TimeZone", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SET default_null_order = 'nulls_first' | SET SESSION default_null_order = 'nulls_first'",
        "/* c */ set x to 1 | /* c */ SET SESSION x to 1",
        "RESET default_null_order | RESET SESSION default_null_order",
        "PRAGMA default_null_order=nulls_first | SET SESSION default_null_order=nulls_first",
      })
  void shouldScopeToSession(String text, String scoped) {
    assertThat(inSession(text)).isEqualTo(scoped);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET SESSION schema = 'main'",
        "SET GLOBAL threads = 1",
        "SET VARIABLE x = 1",
        "RESET VARIABLE x",
        "SET TIME ZONE 'UTC'",
        "SET TIME ZONE LOCAL",
        "SET schema 'main'",
      })
  void shouldLeaveScopeThatIsRight(String text) throws SQLException {
    assertThat(inSession(text)).isEqualTo(text);
    execute(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET default_null_order = 'nulls_first'",
        "PRAGMA default_null_order=nulls_first",
        "SET TimeZone = 'Asia/Tokyo'",
        "SET TIME ZONE 'Asia/Tokyo'",
        "SET schema 'main'",
        "SET search_path = 'main,temp'",
      })
  void shouldNotReachOtherSessionsOnceScoped(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(inSession(text));
      assertThat(scopeOf(statement, read(text).name())).isEqualTo("LOCAL");
    }
  }

  private static String scopeOf(Statement statement, String setting) throws SQLException {
    String query =
        "SELECT scope FROM duckdb_settings() WHERE lower(name) = lower('" + setting + "')";
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static String inSession(String text) {
    return SettingStatement.inSession(parse(text)).text();
  }

  private static SettingStatement read(String text) {
    return SettingStatement.of(parse(text));
  }

  private static SqlStatement parse(String text) {
    SqlStatement statement = Sql.split(text, EngineKind.DUCKDB).get(0);
    assertThat(statement.kind()).isEqualTo(StatementKind.SET);
    return statement;
  }
}
