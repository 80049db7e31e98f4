package dev.bolt.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteConfig;

@Timeout(60)
class OptionsTest {
  private static final Path DOCUMENTATION = Path.of("../docs/options.md");

  @Test
  void shouldHaveDefaults() throws SQLException {
    assertThat(Options.of(Map.of(), EngineKind.DUCKDB))
        .isEqualTo(
            new Options(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                true,
                true,
                true,
                true,
                false,
                false,
                false,
                Map.of()));
  }

  @Test
  void shouldTellOwnOptionsFromThoseOfEngine() throws SQLException {
    Options options =
        Options.of(
            Map.of("lockTimeout", "500ms", "host", "NEVER", "readOnly", "yes", "threads", "4"),
            EngineKind.DUCKDB);
    assertThat(options.lockTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.mayHost()).isFalse();
    assertThat(options.readOnly()).isTrue();
    assertThat(options.engine()).isEqualTo(Map.of("threads", "4"));
  }

  @Test
  void shouldBeAsDocumented() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENTATION).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Option.values())
                .map(
                    option ->
                        "| `%s` | %s | `%s` | %s |"
                            .formatted(
                                option.key(),
                                option.range(),
                                option.defaultValue(),
                                option.description()))
                .toList());
  }

  @Test
  void shouldTellDriverProperties() {
    assertThat(Option.HOST.propertyInfo(Map.of("host", "never")))
        .returns("host", info -> info.name)
        .returns("never", info -> info.value)
        .satisfies(info -> assertThat(info.choices).containsExactly("auto", "never"));
    assertThat(Option.LOCK_TIMEOUT.propertyInfo(Map.of()))
        .returns("30s", info -> info.value)
        .satisfies(info -> assertThat(info.choices).isNull());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "lockTimeout, soon, lockTimeout cannot be 'soon'",
        "lockTimeout, -1, lockTimeout cannot be '-1'",
        "lockTimeout, 25h, a time from 0s to 24h",
        "hostTimeout, 0, a time from 100ms to 24h",
        "host, maybe, auto",
        "transactionMode, exclusive, `it takes deferred, immediate`",
        "readOnly, perhaps, true",
        "journalmode, wal, Unknown option journalmode; did you mean journal_mode? See docs/options.md",
        "locktimeout, 1, did you mean lockTimeout?",
        "xyzzy, 1, Unknown option xyzzy. See docs/options.md",
        "journal_mode, wall, journal_mode of SQLite cannot be 'wall'",
        "cache_size, many, a whole number",
        "locking_mode, EXCLUSIVE, it takes NORMAL",
        "foreign_keys, maybe, true",
      })
  void shouldRefuseWhatIsWrong(String name, String value, String message) {
    assertThatThrownBy(() -> Options.of(Map.of(name, value), EngineKind.SQLITE))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("HY024");
  }

  @Test
  void shouldRefuseTimeOutOfRange() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(
            () ->
                new Options(
                    second,
                    Duration.ofDays(2),
                    second,
                    true,
                    true,
                    true,
                    false,
                    false,
                    false,
                    false,
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hostTimeout");
  }

  @Test
  void shouldKnowEveryOptionOfSqlitesDriver() {
    List<String> names =
        Arrays.stream(SQLiteConfig.Pragma.values()).map(pragma -> pragma.pragmaName).toList();
    assertThat(SqliteOption.names()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void shouldGiveSqliteValuesThatItsDriverTakes() throws SQLException {
    Map<String, String> options =
        EngineOptions.of(
            Map.of(
                "journal_mode", "wal",
                "synchronous", "extra",
                "foreign_keys", "on",
                "cache_size", "-4000",
                "temp_store", "2",
                "user", "sa",
                "password", ""),
            EngineKind.SQLITE);
    assertThat(options)
        .containsEntry("foreign_keys", "true")
        .doesNotContainKeys("user", "password");
    Properties properties = new Properties();
    properties.putAll(options);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:", properties)) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Test
  void shouldDropUsersOfDuckDb() throws SQLException {
    assertThat(
            EngineOptions.of(
                Map.of("user", "sa", "password", "x", "threads", "1"), EngineKind.DUCKDB))
        .isEqualTo(Map.of("threads", "1"));
  }
}
