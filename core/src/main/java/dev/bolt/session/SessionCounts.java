package dev.bolt.session;

import dev.bolt.ErrorCode;
import dev.bolt.database.DatabaseStats;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the sessions of a manager do. Thread-safe. */
final class SessionCounts {
  private final LongAdder opened = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final LongAdder rolledBack = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder lockDeadlocks = new LongAdder();
  private final AtomicReference<SessionStats.Slowest> slowest = new AtomicReference<>();

  void opened() {
    opened.increment();
  }

  void expired() {
    expired.increment();
  }

  void committed(String session, Duration time) {
    committed.increment();
    SessionStats.Slowest before = slowest.get();
    while ((before == null || before.time().compareTo(time) < 0)
        && !slowest.compareAndSet(before, new SessionStats.Slowest(session, time))) {
      before = slowest.get();
    }
  }

  void rolledBack() {
    rolledBack.increment();
  }

  void timedOut() {
    timeouts.increment();
  }

  /** A deadlock in which a lock with a name was awaited; the others are errors of the database. */
  void deadlockOfLocks() {
    lockDeadlocks.increment();
  }

  SessionStats stats(int active, DatabaseStats database) {
    long deadlocks = database.errors().getOrDefault(ErrorCode.DEADLOCK.sqlState(), 0L);
    return new SessionStats(
        opened.sum(),
        active,
        expired.sum(),
        committed.sum(),
        rolledBack.sum(),
        timeouts.sum(),
        deadlocks + lockDeadlocks.sum(),
        Optional.ofNullable(slowest.get()),
        database);
  }
}
