package dev.bolt.sync;

import dev.bolt.election.LockThread;
import dev.bolt.os.TimerSlack;
import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where those who have committed to a SQLite file wait until it is on disk, for syncs that they
 * share.
 *
 * <p>A commit draws a ticket and sleeps for as long as a sync should take, again and again until
 * one covers it. If it sees that nobody leads, or that the leader does nothing, it takes the lead
 * for its process, whose thread {@code bolt-sync} then syncs as long as there is a ticket, of any
 * process, that no sync covers. So nobody has to be woken in another process, and each commit is
 * one sleep at best. One for each file and process. Thread-safe.
 */
public final class SharedSync implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSync.class);

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final WalFile wal;
  private final SyncFileOpening shared;
  private final ExecutorService thread = Daemon.executor("bolt-sync", IDLE);
  private final Queue<Commit> commits = new ConcurrentLinkedQueue<>();
  private volatile SyncFile counters;

  /** Whether the thread leads, or is about to: it cannot take over from itself. */
  private final AtomicBoolean leading = new AtomicBoolean();

  private volatile boolean closed;

  private SharedSync(WalFile wal, SyncFileOpening shared) {
    this.wal = wal;
    this.shared = shared;
    this.counters = shared == null ? SyncFile.ofThisProcess() : shared.counters();
  }

  /**
   * Opens the syncs of a file in WAL mode.
   *
   * @param folder the folder beside the database, which is there
   * @param wal the {@code -wal} file, which is there, as a connection has it open
   * @throws IOException when that cannot be opened
   */
  public static SharedSync open(Path folder, Path wal) throws IOException {
    return open(folder, new WalChannel(wal));
  }

  // The channel is opened before anything is committed, since the system tells of an error those
  // who had the file open then.
  static SharedSync open(Path folder, WalFile wal) throws IOException {
    LockThread.call(
        () -> {
          wal.open();
          return null;
        });
    return new SharedSync(wal, shared(folder));
  }

  private static SyncFileOpening shared(Path folder) {
    try {
      return SyncFileOpening.open(folder);
    } catch (IOException e) {
      LOG.warn("This process syncs its commits for itself: {}", e.getMessage());
      return null;
    }
  }

  /** Whether syncs still tell anything: not after one has failed, in any process. */
  public boolean isUsable() {
    return !counters.hasFailed();
  }

  /**
   * Waits until what has been written to the {@code -wal} file is on disk. Nothing else ends the
   * wait; an interrupt is kept for later.
   *
   * @throws SyncFailedException when it may not be, and nobody will know
   */
  public void await() throws SyncFailedException {
    Commit commit = new Commit(counters);
    commits.add(commit);
    TimerSlack.giveUp();
    boolean interrupted = false;
    try {
      LeaderWatch watch = new LeaderWatch();
      while (!isOver(commit)) {
        leadIfNobodyDoes(watch);
        interrupted |= commit.nap();
      }
    } finally {
      commits.remove(commit);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isOver(Commit commit) throws SyncFailedException {
    SyncFile current = trusted();
    commit.ask(current);
    // In this order: what was covered before the failure is on disk.
    boolean failed = current.hasFailed();
    boolean covered = commit.isCovered();
    if (failed && !covered) {
      throw new SyncFailedException("A sync of the -wal file has failed", null);
    }
    return covered;
  }

  private void leadIfNobodyDoes(LeaderWatch watch) {
    SyncFile led = counters;
    long leader = led.leader();
    if (watch.isAtWork(led, leader) || !leading.compareAndSet(false, true)) {
      return;
    }
    if (led.lead(leader)) {
      led.setBegin(System.nanoTime());
      thread.execute(() -> serve(led, leader));
    } else {
      leading.set(false);
    }
  }

  // From here on: the thread that syncs.

  private void serve(SyncFile led, long seen) {
    long before = seen;
    do {
      lead(led, before);
      before = led.leader();
      // Who came since saw somebody lead.
    } while (isSyncWanted(led) && !SyncFile.leads(before) && led.lead(before));
    leading.set(false);
  }

  private void lead(SyncFile led, long before) {
    try {
      while (led.isLedAfter(before) && isSyncWanted(led)) {
        sync(led);
        commits.forEach(Commit::wakeIfCovered);
      }
    } catch (IOException | RuntimeException e) {
      led.fail();
      LOG.error("Commits may not be on disk; SQLite syncs each by itself from now on", e);
    } finally {
      led.leave(before);
    }
  }

  // Not for others alone when this process wants to be gone.
  private boolean isSyncWanted(SyncFile led) {
    return led == counters
        && led.synced() < led.requested()
        && !led.hasFailed()
        && !(closed && commits.isEmpty());
  }

  private void sync(SyncFile led) throws IOException {
    long requested = led.requested();
    long start = System.nanoTime();
    led.setBegin(start);
    wal.sync();
    // Another process may have heard of an error that this one's sync came too late to hear of.
    if (!led.hasFailed()) {
      led.setDuration(System.nanoTime() - start);
      led.cover(requested);
    }
  }

  private SyncFile trusted() {
    if (!counters.isTrusted()) {
      LOG.warn(
          "Somebody has overwritten the counters of syncs in the folder beside the database; this"
              + " process syncs its commits for itself from now on");
      counters = SyncFile.ofThisProcess();
    }
    return counters;
  }

  /** Gives up this process's place. Those who wait here must have stopped; others go on. */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      Daemon.call(
          thread,
          () -> {
            wal.close();
            return null;
          });
    } finally {
      thread.shutdown();
      if (shared != null) {
        shared.close();
      }
    }
  }
}
