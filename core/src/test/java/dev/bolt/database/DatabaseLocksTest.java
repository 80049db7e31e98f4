package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.LockInfo;
import dev.bolt.lock.LockMode;
import dev.bolt.lock.UnlockAnswer;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The locks of a database belong to its file, and end with it. */
class DatabaseLocksTest extends DatabaseTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void shouldKeepOthersOutUntilItIsReleased() throws Exception {
    try (ConcurrentDatabase other = open(config())) {
      try (DatabaseLock lock = db.locks().acquire("reindex", LockMode.EXCLUSIVE, LIMIT)) {
        assertThat(lock.fencingToken()).isPositive();
        assertThat(other.locks().tryAcquire("reindex", LockMode.SHARED)).isEmpty();
        LockInfo info = other.lockInfo();
        assertThat(info.holders()).extracting(LockEntry::name).containsExactly("reindex");
        assertThat(info.holders()).extracting(LockEntry::pid).containsExactly(ownPid());
        // Locks with names are no locks of the engine.
        other.execute("INSERT INTO notes VALUES (1, 'meanwhile')");
      }
      try (DatabaseLock lock = other.locks().acquire("reindex", LockMode.SHARED, LIMIT)) {
        assertThat(lock.isValid()).isTrue();
      }
    }
  }

  @Test
  void shouldAskTheHolderOfTheWholeDatabase() throws Exception {
    assertThat(db.forceUnlock()).isEmpty();
    try (ConcurrentDatabase other = open(config());
        DatabaseLock lock =
            db.locks().acquire(DatabaseLockManager.DATABASE, LockMode.EXCLUSIVE, LIMIT)) {
      assertThat(other.forceUnlock())
          .extracting(UnlockAnswer::outcome)
          .containsExactly(UnlockAnswer.Outcome.REFUSED);
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void shouldReleaseLocksWhenItIsClosed() throws Exception {
    ConcurrentDatabase other = open(config());
    other.locks().acquire("left", LockMode.EXCLUSIVE, LIMIT);
    assertThat(db.lockInfo().holders()).hasSize(1);

    other.close();

    assertThat(db.lockInfo().holders()).isEmpty();
    assertThatThrownBy(other::locks)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("is closed");
  }

  private static long ownPid() {
    return ProcessHandle.current().pid();
  }
}
