package dev.bolt.cache;

import dev.bolt.threads.Daemon;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a cache in the background, some time after something has happened in it: writes when
 * values were used, deletes what has expired and what is too much, and has doubts examined. One
 * process does so at a time; when nothing happens, none does. Thread-safe.
 */
final class Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** More uses than these are not remembered until the next round. */
  private static final int MAX_USES = 10_000;

  /** So much of a limit is freed at once, when it is exceeded: a sixteenth. */
  private static final int FREED_SHIFT = 4;

  private static final Duration DOUBT_DELAY = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** Uses alone are written so many times less often than changes. */
  private static final int USE_INTERVALS = 10;

  private final CacheConfig config;
  private final WallClock clock;
  private final EntryTable table;
  private final ChangeLocks locks;
  private final Doubts doubts;
  private final Counts counts;
  private final ScheduledThreadPoolExecutor thread = Daemon.executor("bolt-cache", IDLE);
  private final Map<String, Use> used = new ConcurrentHashMap<>();
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final AtomicBoolean examinationPlanned = new AtomicBoolean();

  Upkeep(
      CacheConfig config,
      WallClock clock,
      EntryTable table,
      ChangeLocks locks,
      Doubts doubts,
      Counts counts) {
    this.config = config;
    this.clock = clock;
    this.table = table;
    this.locks = locks;
    this.doubts = doubts;
    this.counts = counts;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** A value was used. */
  void used(Use use, long now) {
    use.setMillis(now);
    if (!use.isNoted() && used.size() < MAX_USES) {
      use.setNoted(true);
      used.put(use.key(), use);
      plan(planned, this::run, config.upkeepInterval().multipliedBy(USE_INTERVALS));
    }
  }

  /** Something was put. */
  void changed() {
    plan(changed, this::run, config.upkeepInterval());
  }

  /** Somebody has met marks. */
  void doubted(Stamp stamp) {
    doubts.note(stamp);
    plan(examinationPlanned, this::examineDoubts, DOUBT_DELAY);
  }

  private void plan(AtomicBoolean flag, Runnable task, Duration delay) {
    if (flag.compareAndSet(false, true)) {
      try {
        thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("The cache is closed, and nothing more is done for it");
      }
    }
  }

  private void examineDoubts() {
    examinationPlanned.set(false);
    try {
      doubts.examine();
    } catch (SQLException e) {
      LOG.debug("Doubts about cached values stay: {}", e.getMessage());
    }
    if (!doubts.isEmpty()) {
      plan(examinationPlanned, this::examineDoubts, DOUBT_DELAY);
    }
  }

  private void run() {
    planned.set(false);
    changed.set(false);
    try {
      if (!runOnce()) {
        // Another process is at it, which may have begun before the last change here.
        plan(planned, this::run, config.upkeepInterval());
      }
    } catch (SQLException e) {
      LOG.warn("The cache {} was not looked after: {}", table.db(), e.getMessage());
    }
  }

  /**
   * Does what there is to do, if no other process is at it.
   *
   * @return false when one is
   */
  boolean runOnce() throws SQLException {
    Optional<ChangeLocks.Hold> mine = locks.tryNamed("upkeep");
    if (mine.isEmpty()) {
      return false;
    }
    ChangeLocks.Hold hold = mine.get();
    try {
      writeUses();
      counts.add(Count.EXPIRATIONS, table.removeExpired(clock.millis()));
      evict();
      return true;
    } finally {
      hold.release();
    }
  }

  private void writeUses() throws SQLException {
    List<Use> all = new ArrayList<>();
    for (Use use : used.values()) {
      used.remove(use.key(), use);
      use.setNoted(false);
      all.add(use);
    }
    table.touch(all);
  }

  private void evict() throws SQLException {
    EntryTable.Size size = table.size();
    if (size.entries() > config.maxEntries() || size.bytes() > config.maxBytes()) {
      EntryTable.Size wanted =
          new EntryTable.Size(lowered(config.maxEntries()), lowered(config.maxBytes()));
      counts.add(Count.EVICTIONS, table.evict(wanted));
    }
  }

  private static long lowered(long limit) {
    return limit - (limit >> FREED_SHIFT);
  }

  /** Nothing is begun any more; what runs has a second to end. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("The upkeep of {} has not ended in a second", table.db());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
