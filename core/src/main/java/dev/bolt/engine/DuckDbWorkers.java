package dev.bolt.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives DuckDB its background threads only while a statement runs that has work for them.
 *
 * <p>DuckDB wakes its workers for each statement, however small; they find next to nothing to do
 * and look for more for a while, which takes as much CPU as a small statement itself. So there are
 * none at first: a statement runs on the thread that asks for it. One that turns out to be long
 * gets them, as the tasks it has not begun are free for any thread; they go when no statement has
 * been long for a while.
 *
 * <pre>
 *   ASIDE ──a statement is long, and a core is free──▶ AT WORK
 *     ▲                                                   │
 *     └──────────────no statement was long for a second───┘
 *                    or short ones wait for their turn
 * </pre>
 *
 * <p>The thread {@code bolt-workers} looks every few milliseconds while statements run, and sleeps
 * while none does. Whoever sets the engine's threads by hand is left to it. {@link Call} belongs to
 * one session; all else is of the thread.
 */
final class DuckDbWorkers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbWorkers.class);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A statement is long after this time if cores are idle meanwhile. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A statement is long after this time if as many others run as there are cores. */
  private static final long LONG_IN_A_CROWD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often nothing is seen to run before the thread sleeps. */
  private static final int IDLE_LOOKS = 20;

  private static final long CLOSE_MILLIS = 1_000;

  // Asked for once, as the JVM reads files to answer.
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** What one session runs now. */
  final class Call {

    /** When it began, by {@link System#nanoTime}; 0 while nothing runs. */
    private volatile long since;

    private Call() {}

    /** A call into the engine begins. */
    void begins() {
      since = System.nanoTime() | 1;
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }

    /** For how many nanoseconds it has been running, at least 1; 0 while nothing runs. */
    private long runs(long now) {
      long begun = since;
      return begun == 0 ? 0 : Math.max(1, now - begun);
    }

    /** It is over. */
    void ended() {
      since = 0;
    }

    /** The session has ended. */
    void close() {
      calls.remove(this);
    }
  }

  private final DuckDBConnection connection;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;
  private volatile boolean byHand;
  private final BooleanSupplier othersWait;
  private boolean atWork;
  private long lastLong;
  private long lastCrowd = System.nanoTime() - KEEP_NANOS;

  /**
   * Begins to take the workers aside.
   *
   * @param connection one of its own, which it closes
   * @param byHand whether the user has set the engine's threads
   * @param othersWait whether somebody waits to be quickly done
   */
  DuckDbWorkers(DuckDBConnection connection, boolean byHand, BooleanSupplier othersWait) {
    this.connection = connection;
    this.othersWait = othersWait;
    this.byHand = byHand;
    this.thread = new Thread(this::watch, "bolt-workers");
    thread.setDaemon(true);
    if (!byHand) {
      thread.start();
    }
  }

  /** The place in which a session says what it runs. */
  Call call() {
    Call call = new Call();
    calls.add(call);
    return call;
  }

  /** Somebody is about to set the engine's threads: it gets all of them, and is left alone. */
  void leaveToUser() {
    if (!byHand) {
      byHand = true;
      stop();
      setWorkers(true);
    }
  }

  private void watch() {
    // Here, since whoever opens the engine may have others wait for him.
    if (!closed && !byHand) {
      setWorkers(false);
    }
    int idleLooks = 0;
    while (!closed && !byHand) {
      idleLooks = look(System.nanoTime()) ? 0 : idleLooks + 1;
      if (idleLooks > IDLE_LOOKS && !atWork) {
        sleep();
        idleLooks = 0;
      } else {
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    }
  }

  // The flag is raised before the calls are looked at: either this sees the call that begins, or
  // the call sees the flag.
  private void sleep() {
    asleep = true;
    while (!closed && !byHand && calls.stream().allMatch(call -> call.since == 0)) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /** Does what is to be done now; false when nothing runs. */
  private boolean look(long now) {
    int running = 0;
    long longest = 0;
    for (Call call : calls) {
      long runs = call.runs(now);
      longest = Math.max(longest, runs);
      running += runs > 0 ? 1 : 0;
    }
    if (othersWait.getAsBoolean()) {
      // A worker would take the time of those who wait.
      lastCrowd = now;
    }
    if (now - lastCrowd < KEEP_NANOS) {
      if (atWork) {
        setWorkers(false);
      }
      return running > 0;
    }
    boolean crowded = running >= PROCESSORS;
    if (longest > (crowded ? LONG_IN_A_CROWD_NANOS : LONG_NANOS)) {
      lastLong = now;
      if (!atWork) {
        setWorkers(true);
      }
    } else if (atWork && now - lastLong > KEEP_NANOS) {
      setWorkers(false);
    }
    return running > 0;
  }

  // Threads that are "external" are expected to come by themselves, as those of sessions do.
  private void setWorkers(boolean wanted) {
    try (Statement statement = connection.createStatement()) {
      String external = wanted ? "1" : Integer.toString(threads(statement));
      statement.execute("SET GLOBAL external_threads = " + external);
      atWork = wanted;
    } catch (SQLException e) {
      LOG.warn("The engine's background threads are left as they are: {}", e.getMessage());
      byHand = true;
    }
  }

  private static int threads(Statement statement) throws SQLException {
    try (ResultSet threads = statement.executeQuery("SELECT current_setting('threads')")) {
      threads.next();
      return threads.getInt(1);
    }
  }

  private void stop() {
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    stop();
    connection.close();
  }
}
