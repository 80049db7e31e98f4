package dev.bolt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import dev.bolt.database.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SessionConfigTest {
  private static final Path DOCUMENTATION = Path.of("../docs/sessions.md");

  private final SessionConfig defaults = SessionConfig.defaults();

  @Test
  void shouldBeAsDocumented() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENTATION).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(SessionSetting.values())
                .map(
                    setting ->
                        "| `%s` | %s | `%s` | %s |"
                            .formatted(
                                setting.key(),
                                setting.range(),
                                setting.defaultText(),
                                setting.description()))
                .toList());
  }

  @Test
  void shouldHaveAMethodForEverySetting() {
    assertThat(
            Arrays.stream(SessionConfig.class.getMethods())
                .map(method -> method.getName())
                .filter(name -> name.startsWith("with") && !name.equals("withDatabase")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(SessionSetting.values())
                .map(
                    setting ->
                        "with"
                            + setting.key().substring(0, 1).toUpperCase(Locale.ROOT)
                            + setting.key().substring(1))
                .toList());
  }

  @Test
  void shouldHaveTheDefaultsOfTheOriginal() {
    assertThat(defaults.sessionTimeout()).isEqualTo(Duration.ofSeconds(300));
    assertThat(defaults.maxTransactionTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.deadlockTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(defaults.isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);
  }

  @Test
  void shouldChangeOneSettingAtATime() {
    Duration minute = Duration.ofMinutes(1);
    DatabaseConfig database = DatabaseConfig.defaults().withRetryAttempts(1);
    assertThat(
            defaults
                .withSessionTimeout(minute)
                .withMaxTransactionTime(minute.multipliedBy(2))
                .withDeadlockTimeout(minute.multipliedBy(3))
                .withIsolation(IsolationLevel.SNAPSHOT)
                .withMaxConnections(5)
                .withDatabase(database))
        .isEqualTo(
            new SessionConfig(
                minute,
                minute.multipliedBy(2),
                minute.multipliedBy(3),
                IsolationLevel.SNAPSHOT,
                5,
                database));
    assertThat(defaults).isEqualTo(SessionConfig.defaults());
  }

  @Test
  void shouldWaitForTheWriteLockAsLongAsTheShorterTimeoutSays() {
    assertThat(defaults.opening().lockTimeout()).isEqualTo(Duration.ofSeconds(10));
    Duration shorter = Duration.ofSeconds(3);
    assertThat(
            defaults
                .withDatabase(DatabaseConfig.defaults().withLockTimeout(shorter))
                .opening()
                .lockTimeout())
        .isEqualTo(shorter);
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    Duration none = Duration.ZERO;
    Duration negative = Duration.ofSeconds(-1);
    Duration days = Duration.ofDays(2);
    assertRefused("sessionTimeout cannot be 0s", () -> defaults.withSessionTimeout(none));
    assertRefused("from 1ms to 24h", () -> defaults.withSessionTimeout(days));
    assertRefused("cannot be PT-1S", () -> defaults.withSessionTimeout(negative));
    assertRefused("cannot be null", () -> defaults.withSessionTimeout(null));
    assertRefused("maxTransactionTime cannot be 0s", () -> defaults.withMaxTransactionTime(none));
    assertRefused("maxTransactionTime", () -> defaults.withMaxTransactionTime(negative));
    assertRefused("deadlockTimeout cannot be 0s", () -> defaults.withDeadlockTimeout(none));
    assertRefused("docs/sessions.md", () -> defaults.withDeadlockTimeout(negative));
    assertRefused("isolation cannot be null; it takes READ_C", () -> defaults.withIsolation(null));
    assertRefused("maxConnections cannot be 0", () -> defaults.withMaxConnections(0));
    assertRefused("from 1 to 1000", () -> defaults.withMaxConnections(-1));
    assertRefused("DatabaseConfig.defaults()", () -> defaults.withDatabase(null));
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldKnowTheIsolationThatTheDriverReports(EngineKind engine, @TempDir Path folder)
      throws SQLException {
    Map<Integer, IsolationLevel> names =
        Map.of(
            Connection.TRANSACTION_REPEATABLE_READ, IsolationLevel.SNAPSHOT,
            Connection.TRANSACTION_SERIALIZABLE, IsolationLevel.SERIALIZABLE);
    String url = BoltUrl.of(folder.resolve("a.db"), engine);
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(names.get(connection.getTransactionIsolation()))
          .isEqualTo(IsolationLevel.of(engine));
    }
  }
}
