package dev.bolt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoltUrlTest {

  @ParameterizedTest
  @ValueSource(strings = {"/a/b.db", "/a/100%.db", "/a/x?y;z=%3F.db", "/duckdb:a", "/:memory:"})
  void shouldNameAnyFile(String path) throws SQLException {
    BoltUrl url = BoltUrl.parse(BoltUrl.of(Path.of(path), null), null);
    assertThat(url.file()).isEqualTo(Path.of(path));
    assertThat(url.engine()).isEmpty();
    url = BoltUrl.parse(BoltUrl.of(Path.of(path), EngineKind.SQLITE), null);
    assertThat(url.file()).isEqualTo(Path.of(path));
    assertThat(url.engine()).contains(EngineKind.SQLITE);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:bolt:analytics.db, , analytics.db",
    "jdbc:bolt:/a/b c.db, , /a/b c.db",
    "jdbc:bolt:duckdb:analytics.db, DUCKDB, analytics.db",
    "jdbc:bolt:sqlite:/a/app.db, SQLITE, /a/app.db",
    "jdbc:bolt:duckdb.db, , duckdb.db",
    "jdbc:bolt:a%3Fb%25%20%C3%A4.db?x=1, , a?b% ä.db",
    "jdbc:bolt:100%.db, , 100%.db",
    "jdbc:bolt:sqlite:a;b.db, SQLITE, a;b.db",
    "jdbc:bolt:a.db;threads=1, , a.db",
  })
  void shouldReadEngineAndPath(String text, EngineKind engine, String path) throws SQLException {
    BoltUrl url = BoltUrl.parse(text, null);
    assertThat(url.engine()).isEqualTo(Optional.ofNullable(engine));
    assertThat(url.path()).isEqualTo(path);
    assertThat(url.isPassThrough()).isFalse();
    assertThat(url.file()).isEqualTo(Path.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:bolt:duckdb:, jdbc:duckdb:",
    "jdbc:bolt:duckdb:?threads=1, jdbc:duckdb:",
    "jdbc:bolt:duckdb::memory:, jdbc:duckdb::memory:",
    "jdbc:bolt:duckdb::memory:name;threads=1, jdbc:duckdb::memory:name",
    "jdbc:bolt:sqlite:, jdbc:sqlite:",
    "jdbc:bolt:sqlite::memory:, jdbc:sqlite::memory:",
  })
  void shouldPassThroughWhatIsNoFile(String text, String nativeUrl) throws SQLException {
    BoltUrl url = BoltUrl.parse(text, null);
    assertThat(url.isPassThrough()).isTrue();
    assertThat(url.nativeUrl()).isEqualTo(nativeUrl);
  }

  @Test
  void shouldReadOptions() throws SQLException {
    assertThat(options("jdbc:bolt:a.db?lockTimeout=5s&threads=4&x=a%26b%3D=c&empty="))
        .isEqualTo(Map.of("lockTimeout", "5s", "threads", "4", "x", "a&b==c", "empty", ""));
    assertThat(options("jdbc:bolt:duckdb:a.db;threads=4;memory_limit=1GB;"))
        .isEqualTo(Map.of("threads", "4", "memory_limit", "1GB"));
    assertThat(options("jdbc:bolt:a.db?duckdb.read_only=true"))
        .isEqualTo(Map.of("readOnly", "true"));
    assertThat(options("jdbc:bolt:a.db?")).isEmpty();
  }

  @Test
  void shouldMergeProperties() throws SQLException {
    Properties defaults = new Properties();
    defaults.setProperty("threads", "4");
    Properties properties = new Properties(defaults);
    properties.setProperty("readOnly", "true");
    assertThat(BoltUrl.parse("jdbc:bolt:a.db?threads=4&host=never", properties).options())
        .isEqualTo(Map.of("threads", "4", "readOnly", "true", "host", "never"));
    assertThatThrownBy(() -> BoltUrl.parse("jdbc:bolt:a.db?threads=2", properties))
        .hasMessage("The option threads is given twice: '2' and '4'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:bolt:",
        "jdbc:bolt::memory:",
        "jdbc:bolt:?threads=1",
        "jdbc:bolt:a.db?threads",
        "jdbc:bolt:a.db?=1",
        "jdbc:duckdb:a.db",
      })
  void shouldRefuseWhatMeansNothing(String text) {
    assertThatThrownBy(() -> BoltUrl.parse(text, null))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("HY024");
  }

  @Test
  void shouldAcceptOwnUrlsOnly() {
    assertThat(BoltUrl.accepts("jdbc:bolt:x")).isTrue();
    assertThat(BoltUrl.accepts("jdbc:duckdb:x")).isFalse();
    assertThat(BoltUrl.accepts(null)).isFalse();
  }

  @Test
  void shouldRefusePathThatCannotBe() throws SQLException {
    BoltUrl url = BoltUrl.parse("jdbc:bolt:a%00b", null);
    assertThatThrownBy(url::file)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08001");
  }

  private static Map<String, String> options(String text) throws SQLException {
    return BoltUrl.parse(text, null).options();
  }
}
