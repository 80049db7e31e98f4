package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.ErrorCode;
import dev.bolt.database.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionLeakTest extends SessionTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int ABANDONED = 10_000;
  private static final int USED = 400;
  private static final int CONNECTIONS = 4;

  /** Few: the pool takes 30 ms for the next connection, so as not to flood a database. */
  private static final int ONE_LEAVES_SOMETHING_OF = 16;

  @Override
  SessionConfig config() {
    return super.config()
        .withMaxConnections(CONNECTIONS)
        .withDatabase(
            DatabaseConfig.defaults()
                .withEngine(engine)
                .withConnectionTimeout(Duration.ofMillis(250)));
  }

  @Test
  void shouldLeakNothingWhenTenThousandAreAbandoned() throws Exception {
    session.close();
    useAndAbandon(2 * CONNECTIONS);
    int threads = Thread.activeCount();
    long files = openFiles();
    for (int i = 0; i < ABANDONED; i++) {
      sessions.open("s" + i);
    }
    assertThat(sessions.stats().active()).isEqualTo(ABANDONED);
    assertLeaksNothing(threads, files);
    pass(TIMEOUT);
    assertThat(sessions.closeExpiredSessions()).isEqualTo(ABANDONED);
    useAndAbandon(USED);
    assertThat(sessions.stats().active()).isZero();
    assertThat(sessions.stats().database().pool().active()).isZero();
    assertLeaksNothing(threads, files);
  }

  /** As many as may have a connection at a time; some of them leave something on it. */
  private void useAndAbandon(int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      DatabaseSession abandoned = sessions.open("used " + i);
      abandoned.query("SELECT 1");
      if (i % ONE_LEAVES_SOMETHING_OF == 0) {
        abandoned.execute("CREATE TEMP TABLE mine (x INTEGER)");
      }
      if (i % CONNECTIONS == CONNECTIONS - 1) {
        pass(TIMEOUT);
        assertThat(sessions.closeExpiredSessions()).isEqualTo(CONNECTIONS);
      }
    }
  }

  private static void assertLeaksNothing(int threads, long files) {
    // Some come and go by themselves.
    await().untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(threads + 10));
    await().untilAsserted(() -> assertThat(openFiles()).isLessThan(files + 20));
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void shouldSayWhoHasTheConnections() throws SQLException {
    for (int i = 1; i < CONNECTIONS; i++) {
      sessions.open("s" + i).query("SELECT 1");
    }
    DatabaseSession oneMore = sessions.open("one more");
    assertThat(assertFails(ErrorCode.POOL_EXHAUSTED, () -> oneMore.query("SELECT 1")))
        .contains("total=4, active=4")
        .contains("A session has one until it is closed; nobody uses session ")
        .contains("(PID " + ProcessHandle.current().pid());
    session.close();
    assertThat(oneMore.query("SELECT 1")).hasSize(1);
  }

  @Test
  void shouldLeaveNoThreadBehind() throws SQLException {
    sessions.close();
    await().until(() -> threadsOf("bolt-sessions") == 0);
    try (SessionManager shortLived =
        SessionManager.open(file(), config().withSessionTimeout(Duration.ofMillis(1)))) {
      shortLived.open("x");
      await().until(() -> threadsOf("bolt-sessions") == 1);
    }
    await().until(() -> threadsOf("bolt-sessions") == 0);
  }

  private static long threadsOf(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
