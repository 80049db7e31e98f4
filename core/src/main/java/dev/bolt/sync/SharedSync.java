package dev.bolt.sync;

import dev.bolt.election.LockThread;
import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where those who have committed to a SQLite file wait until it is on disk, for syncs that they
 * share.
 *
 * <p>A commit draws a ticket and stands in a queue of its process. While that is not empty, the
 * process's thread {@code bolt-sync} takes the lead if nobody has it, and syncs as long as there is
 * a ticket that no sync covers; else it looks from time to time how far the leader is, and takes
 * over from one who does nothing. One for each file and process. Thread-safe.
 */
public final class SharedSync implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSync.class);

  /** Who waits for another process looks so often; a sleep takes twice as long in fact. */
  private static final long NAP_NANOS = 50_000;

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final WalFile wal;
  private final SyncFileOpening shared;
  private final ExecutorService thread = Daemon.executor("bolt-sync", IDLE);
  private final Queue<Commit> commits = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean serving = new AtomicBoolean();
  private volatile SyncFile counters;

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
    if (serving.compareAndSet(false, true)) {
      thread.execute(this::serve);
    }
    commit.await();
  }

  // From here on: the thread that syncs.

  private void serve() {
    do {
      serveThoseWhoWait();
      serving.set(false);
      // Who came since saw somebody serve.
    } while (!commits.isEmpty() && serving.compareAndSet(false, true));
  }

  private void serveThoseWhoWait() {
    long leader = counters.leader();
    long synced = counters.synced();
    long since = System.nanoTime();
    while (!endWaits()) {
      long nowLeader = counters.leader();
      long nowSynced = counters.synced();
      if (nowLeader != leader || nowSynced != synced) {
        leader = nowLeader;
        synced = nowSynced;
        since = System.nanoTime();
      }
      boolean alive = System.nanoTime() - since < counters.patience();
      if (SyncFile.leads(leader) && alive) {
        LockSupport.parkNanos(NAP_NANOS);
      } else if (counters.lead(leader)) {
        lead(leader);
      }
    }
  }

  private void lead(long before) {
    SyncFile led = counters;
    try {
      do {
        sync(led);
        endWaits();
      } while (led == counters && led.isLedAfter(before) && isSyncWanted(led));
    } catch (IOException | RuntimeException e) {
      led.fail();
      LOG.error("Commits may not be on disk; SQLite syncs each by itself from now on", e);
      endWaits();
    } finally {
      led.leave(before);
    }
  }

  // Not for others alone when this process wants to be gone.
  private boolean isSyncWanted(SyncFile led) {
    return led.synced() < led.requested() && !led.hasFailed() && !(closed && commits.isEmpty());
  }

  private void sync(SyncFile led) throws IOException {
    long requested = led.requested();
    long start = System.nanoTime();
    wal.sync();
    // Another process may have heard of an error that this one's sync came too late to hear of.
    if (!led.hasFailed()) {
      led.setDuration(System.nanoTime() - start);
      led.cover(requested);
    }
  }

  /** Ends the wait of those who are covered, or of all after a failure; whether that are all. */
  private boolean endWaits() {
    SyncFile current = trusted();
    for (Iterator<Commit> all = commits.iterator(); all.hasNext(); ) {
      Commit commit = all.next();
      commit.ask(current);
      // In this order: what was covered before the failure is on disk.
      boolean failed = current.hasFailed();
      boolean covered = commit.isCovered();
      if (covered || failed) {
        all.remove();
        commit.end(covered ? null : failure());
      }
    }
    return commits.isEmpty();
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

  private static SyncFailedException failure() {
    return new SyncFailedException("A sync of the -wal file has failed", null);
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
