package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseConfigTest {
  private static final Path DOCUMENTATION = Path.of("../docs/database.md");

  private final DatabaseConfig defaults = DatabaseConfig.defaults();

  @Test
  void shouldBeAsDocumented() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENTATION).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(DatabaseSetting.values())
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
    List<String> methods =
        Arrays.stream(DatabaseConfig.class.getMethods())
            .map(method -> method.getName())
            .filter(name -> name.startsWith("with") && !name.equals("withOption"))
            .toList();
    assertThat(methods)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(DatabaseSetting.values())
                .map(
                    setting ->
                        "with"
                            + setting.key().substring(0, 1).toUpperCase(Locale.ROOT)
                            + setting.key().substring(1))
                .toList());
  }

  @Test
  void shouldNotChange() {
    DatabaseConfig changed = defaults.withMaxConnections(12).withOption("threads", "2");
    assertThat(defaults.maxConnections()).isEqualTo(8);
    assertThat(changed.maxConnections()).isEqualTo(12);
    assertThat(changed)
        .isNotEqualTo(defaults)
        .isEqualTo(DatabaseConfig.defaults().withOption("threads", "2").withMaxConnections(12));
    assertThat(changed)
        .hasSameHashCodeAs(
            DatabaseConfig.defaults().withOption("threads", "2").withMaxConnections(12));
  }

  @Test
  void shouldShowSettingsAndNoSecrets() {
    assertThat(defaults.withOption("secret", "xyzzy").toString())
        .contains("maxConnections=8", "secret")
        .doesNotContain("xyzzy");
  }

  @Test
  void shouldTakeLimits() {
    Duration day = Duration.ofHours(24);
    Stream.<UnaryOperator<DatabaseConfig>>of(
            c -> c.withMaxConnections(1).withMaxConnections(1000),
            c -> c.withConnectionTimeout(Duration.ofMillis(250)).withConnectionTimeout(day),
            c -> c.withLockTimeout(Duration.ZERO).withLockTimeout(day),
            c -> c.withRetryAttempts(0),
            c -> c.withRetryDelay(Duration.ofMillis(1)),
            c -> c.withRetryBudget(Duration.ZERO),
            c -> c.withCloseTimeout(Duration.ZERO),
            c -> c.withAsyncQueue(1),
            c -> c.withHealthInterval(Duration.ZERO).withHealthInterval(day),
            c -> c.withEngine(EngineKind.SQLITE))
        .forEach(change -> assertThat(change.apply(defaults)).isNotNull());
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    Duration none = Duration.ZERO;
    Duration negative = Duration.ofSeconds(-1);
    Duration long_ = Duration.ofDays(2);
    assertRefused("maxConnections cannot be 0", () -> defaults.withMaxConnections(0));
    assertRefused("from 1 to 1000", () -> defaults.withMaxConnections(-1));
    assertRefused("from 1 to 1000", () -> defaults.withMaxConnections(1001));
    assertRefused("connectionTimeout cannot be 0s", () -> defaults.withConnectionTimeout(none));
    assertRefused("cannot be PT-1S", () -> defaults.withConnectionTimeout(negative));
    assertRefused("from 250ms to 24h", () -> defaults.withConnectionTimeout(long_));
    assertRefused("cannot be null", () -> defaults.withConnectionTimeout(null));
    assertRefused("lockTimeout cannot be", () -> defaults.withLockTimeout(negative));
    assertRefused("retryAttempts cannot be -1", () -> defaults.withRetryAttempts(-1));
    assertRefused("retryDelay cannot be 0s", () -> defaults.withRetryDelay(none));
    assertRefused("retryBudget cannot be", () -> defaults.withRetryBudget(negative));
    assertRefused("closeTimeout cannot be", () -> defaults.withCloseTimeout(negative));
    assertRefused("asyncQueue cannot be 0", () -> defaults.withAsyncQueue(0));
    assertRefused("healthInterval cannot be", () -> defaults.withHealthInterval(negative));
    assertRefused("engine cannot be null; it takes auto, duckdb", () -> defaults.withEngine(null));
    assertRefused("call withLockTimeout()", () -> defaults.withOption("lockTimeout", "1s"));
    assertRefused("needs a name", () -> defaults.withOption(null, "1"));
    assertRefused("and a value", () -> defaults.withOption("threads", null));
  }

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
