package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.LockMode;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SessionProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private SessionManager open(EngineKind engine) throws Exception {
    return SessionManager.open(
        folder.resolve("a.db"),
        SessionConfig.defaults().withDatabase(DatabaseConfig.defaults().withEngine(engine)));
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldRollBackASessionWhoseProcessDies(EngineKind engine) throws Exception {
    try (SessionManager sessions = open(engine);
        DatabaseSession session = sessions.open("surviving");
        ChildJvm child = SessionChild.start(folder.resolve("a.db"), engine)) {
      assertThat(child.hear()).isEqualTo("open");
      assertThat(child.ask("")).isEqualTo("inside");
      assertThat(SessionTest.count(session)).isZero();
      assertFails(
          ErrorCode.LOCK_TIMEOUT,
          () -> session.lock("reindex", LockMode.EXCLUSIVE, Duration.ofMillis(1)));
      child.kill();
      try (DatabaseLock lock = session.lock("reindex", LockMode.EXCLUSIVE, PATIENCE)) {
        assertThat(lock.isValid()).isTrue();
        assertThat(session.<Integer, RuntimeException>transaction(tx -> SessionTest.insert(tx, 1)))
            .isEqualTo(1);
      }
      assertThat(session.query("SELECT * FROM notes")).hasToString("[{id=1, body=x}]");
    }
  }

  @Test
  void shouldOutliveTheHostAndSayWhatIsLost() throws Exception {
    try (ChildJvm child = SessionChild.start(folder.resolve("a.db"), EngineKind.DUCKDB)) {
      assertThat(child.hear()).isEqualTo("open");
      try (SessionManager sessions = open(EngineKind.DUCKDB);
          DatabaseSession plain = sessions.open("plain");
          DatabaseSession session = sessions.open("surviving")) {
        assertThat(SessionTest.count(plain)).isZero();
        session.execute("CREATE TEMP TABLE mine (x INTEGER)");
        session.execute("SET VARIABLE x = 7");
        assertThat(child.ask("")).isEqualTo("inside");
        child.kill();
        assertThat(SessionTest.insert(plain, 1)).isEqualTo(1);
        assertFails(ErrorCode.SESSION_STATE_LOST, () -> session.query("SELECT * FROM mine"));
        assertThat(session.query("SELECT getvariable('x') AS x")).hasToString("[{x=7}]");
        assertThat(session.<Integer, RuntimeException>transaction(tx -> SessionTest.insert(tx, 2)))
            .isEqualTo(1);
        assertThat(SessionTest.count(plain)).isEqualTo(2);
      }
    }
  }
}
