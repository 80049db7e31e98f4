package dev.bolt.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets a few statements for each core run in the engine at once, and of those known to be long one;
 * the rest wait for their turn, in the order in which processes come round. More threads in the
 * engine get nothing done sooner: they take each other's time, and the slowest of them wait for
 * all. Fewer leave it without work while the next one wakes up.
 *
 * <pre>
 *   short   [s1──][s3─][s4──]                     some for each core, and one for each long one
 *           [s2─][l1──────╌╌╌╌╌╌╌╌╌╌╌╌ …          l1 turns out to be long: its place is free again
 *   long    [l2───────────────────────────][l3 …  as many as cores, for texts that were long before
 * </pre>
 *
 * <p>Invariants: (1) nothing that is short waits for something long, but for the time in which that
 * turns out to be long; (2) what runs takes up a place for a bounded time only, so that nobody
 * waits for ever, whatever those wait for that are inside; (3) who waits holds no place, and no
 * lock of the engine that others wait for; what ends a transaction does not come through here at
 * all; (4) who is cancelled while he waits leaves the queue.
 *
 * <p>Guarded by itself; a {@link Place} belongs to the thread that uses its session, {@link
 * Place#wake()} excepted.
 */
final class Admission {

  /** The party of sessions of this process, which is no number of a process that joins. */
  static final long THIS_PROCESS = 0;

  /** The party of writes that go in together, whosever they are. */
  static final long WRITES_TOGETHER = -1;

  /**
   * So many short ones for each core keep the engine at work: with one, eight clients got three
   * quarters of what they get with four.
   */
  static final int SHORT_PLACES_FOR_A_CORE = 4;

  /** What has run for this long is long. */
  static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** For how long something long takes up a place. */
  static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Who waits looks again so soon at the earliest. */
  private static final long LEAST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final int KNOWN_TEXTS = 1_024;
  private static final int WEIGHT_OF_OLDER_RUNS = 4;

  /** Those of one kind: inside, and in the queue. */
  private static final class Kind {

    private final long counts;
    private final List<Place> inside = new ArrayList<>();
    private final FairQueue<Place> queue = new FairQueue<>();

    Kind(long counts) {
      this.counts = counts;
    }

    /** Lets somebody in who comes when nobody waits and there is room. */
    boolean takes(Place place, int places, long now) {
      if (!queue.isEmpty() || counted(now) >= places) {
        return false;
      }
      place.begin(now);
      inside.add(place);
      return true;
    }

    /** Lets in who is first as long as there is room. */
    void letIn(int places, long now) {
      int room = places - counted(now);
      while (room > 0 && !queue.isEmpty()) {
        Place next = queue.poll();
        next.begin(now);
        inside.add(next);
        room--;
      }
    }

    private int counted(long now) {
      int counted = 0;
      for (Place place : inside) {
        counted += now - place.since < counts ? 1 : 0;
      }
      return counted;
    }

    /** After how many nanoseconds somebody stops to count, if nobody leaves before. */
    long untilRoom(long now) {
      long nanos = counts;
      for (Place place : inside) {
        long left = counts - (now - place.since);
        nanos = left > 0 ? Math.min(nanos, left) : nanos;
      }
      return nanos;
    }
  }

  /** The place of one session: outside, in a queue, or inside. */
  final class Place {

    private final long process;
    private volatile Thread waiting;
    private Kind kind;
    private String text;
    private long since;
    private boolean in;

    private Place(long process) {
      this.process = process;
    }

    /**
     * Waits until it may run. An interrupt of the user is kept for later.
     *
     * @param sql what is to run; null where that has no text
     * @param cancelled whether it need not run any more
     * @return false if it was cancelled meanwhile, and is outside
     */
    boolean enter(String sql, BooleanSupplier cancelled) {
      if (comesIn(sql)) {
        return true;
      }
      boolean interrupted = false;
      waiting = Thread.currentThread();
      try {
        long nanos = 0;
        while (nanos >= 0) {
          if (nanos > 0) {
            LockSupport.parkNanos(Admission.this, Math.max(nanos, LEAST_PARK_NANOS));
            interrupted |= Thread.interrupted();
          }
          nanos = look(cancelled.getAsBoolean());
        }
        return in;
      } finally {
        waiting = null;
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private boolean comesIn(String sql) {
      synchronized (Admission.this) {
        text = sql;
        kind = isLong(sql) ? longOnes : shortOnes;
        long now = clock.getAsLong();
        if (!kind.takes(this, places(kind, now), now)) {
          kind.queue.add(process, this);
          kind.letIn(places(kind, now), now);
        }
        return in;
      }
    }

    /** Looks whether it is in; returns for how long to wait, negative for not at all. */
    private long look(boolean cancelled) {
      synchronized (Admission.this) {
        long now = clock.getAsLong();
        kind.letIn(places(kind, now), now);
        if (in) {
          return -1;
        }
        if (cancelled) {
          kind.queue.remove(process, this);
          return -1;
        }
        return kind.untilRoom(now);
      }
    }

    private void begin(long now) {
      since = now;
      in = true;
      wake();
    }

    /** Looks again soon, if it waits. Any thread. */
    void wake() {
      Thread thread = waiting;
      if (thread != null && thread != Thread.currentThread()) {
        LockSupport.unpark(thread);
      }
    }

    /** It has run; does nothing when it is outside. */
    void leave() {
      synchronized (Admission.this) {
        if (!in) {
          return;
        }
        long now = clock.getAsLong();
        in = false;
        kind.inside.remove(this);
        learn(text, now - since);
        kind.letIn(places(kind, now), now);
      }
    }
  }

  private final int shortPlaces;
  private final int longPlaces;
  private final LongSupplier clock;
  private final Kind shortOnes;
  private final Kind longOnes;

  /** What texts took that are long, in nanoseconds; the last used ones. */
  private final Map<String, Long> longTexts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > KNOWN_TEXTS;
        }
      };

  /**
   * Admits statements.
   *
   * @param shortPlaces how many run at once that are not known to be long
   * @param longPlaces how many of the others
   * @param clock as {@link System#nanoTime}
   */
  Admission(int shortPlaces, int longPlaces, LongSupplier clock) {
    this.shortPlaces = shortPlaces;
    this.longPlaces = longPlaces;
    this.clock = clock;
    this.shortOnes = new Kind(SHORT_NANOS);
    this.longOnes = new Kind(LONG_NANOS);
  }

  /**
   * A place for a session, outside.
   *
   * @param process whose session it is; those of one process have one turn between them
   */
  Place place(long process) {
    return new Place(process);
  }

  /** Whether something short waits: then no long one should have more than its own thread. */
  synchronized boolean isCrowded() {
    return !shortOnes.queue.isEmpty();
  }

  // What is long takes time from what is short, of which more run beside it to make up for that.
  private int places(Kind kind, long now) {
    if (kind == longOnes) {
      return longPlaces;
    }
    int turnedLong = shortOnes.inside.size() - shortOnes.counted(now);
    return shortPlaces + Math.min(longPlaces, longOnes.inside.size() + turnedLong);
  }

  private boolean isLong(String sql) {
    return sql != null && !longTexts.isEmpty() && longTexts.containsKey(sql);
  }

  private void learn(String sql, long took) {
    if (sql == null || took < SHORT_NANOS && longTexts.isEmpty()) {
      return;
    }
    Long before = longTexts.get(sql);
    long known =
        before == null ? took : (before * (WEIGHT_OF_OLDER_RUNS - 1) + took) / WEIGHT_OF_OLDER_RUNS;
    if (known >= SHORT_NANOS) {
      longTexts.put(sql, known);
    } else if (before != null) {
      longTexts.remove(sql);
    }
  }
}
