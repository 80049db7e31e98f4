package dev.bolt.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NearestNameTest {
  private static final List<String> NAMES =
      List.of("journal_mode", "threads", "lockTimeout", "hostTimeout", "memory_limit");

  @Test
  void shouldFindWhatWasMeant() {
    assertThat(NearestName.of("journalmode", NAMES)).contains("journal_mode");
    assertThat(NearestName.of("Journal-Mode", NAMES)).contains("journal_mode");
    assertThat(NearestName.of("thread", NAMES)).contains("threads");
    assertThat(NearestName.of("LOCK_TIMEOUT", NAMES)).contains("lockTimeout");
    assertThat(NearestName.of("memorylimt", NAMES)).contains("memory_limit");
  }

  @Test
  void shouldNotGuessWildly() {
    assertThat(NearestName.of("xyzzy", NAMES)).isEmpty();
    assertThat(NearestName.of("password", NAMES)).isEmpty();
  }
}
