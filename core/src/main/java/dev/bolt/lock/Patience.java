package dev.bolt.lock;

import java.util.concurrent.TimeUnit;

/**
 * How a waiter waits: when to look again, and when to examine those who are in his way. By what he
 * has seen himself; times are those of one clock. Confined to his thread.
 */
final class Patience {

  /** For how long the first waiter looks all the time: most hand-overs come while he does. */
  private static final long SPIN = TimeUnit.MICROSECONDS.toNanos(40);

  private static final long MIN_NAP = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long MAX_NAP_OF_FIRST = TimeUnit.MILLISECONDS.toNanos(8);
  private static final long MAX_NAP = TimeUnit.MILLISECONDS.toNanos(40);

  /** Who has waited for long does not notice that he is woken a little later. */
  private static final long LONG_TO_NAP = 64;

  private static final long LONGEST_NAP_OF_FIRST = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long a turn is taken to last as long as none has been seen. */
  private static final long FIRST_TURN = TimeUnit.MICROSECONDS.toNanos(50);

  /** How long a turn lasts at least that goes to another process. */
  private static final long SHORT_TURN = TimeUnit.MICROSECONDS.toNanos(150);

  private static final long QUIET_TO_NAP = 8;
  private static final long EXAMINATION = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MAX_EXAMINATION_OF_FIRST = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long MAX_EXAMINATION = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET_TO_EXAMINATION = 20;

  private static final long LOOK_AT_FILE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MAX_LOOK_AT_FILE = TimeUnit.MILLISECONDS.toNanos(200);

  private int rank = LockTable.NONE;
  private int firstRank;
  private long arrived;
  private long since;
  private long examineAt;

  /**
   * Looks at the queue.
   *
   * @param nowRank how many are before him in it
   * @return how long to sleep, in nanoseconds; 0 to look again at once
   */
  long look(int nowRank, long now) {
    if (rank == LockTable.NONE) {
      firstRank = nowRank;
      arrived = now;
    }
    if (nowRank != rank) {
      rank = nowRank;
      since = now;
      examineAt = now + EXAMINATION * (1 + rank);
    }
    long quiet = now - since;
    if (rank == 0) {
      return quiet < SPIN
          ? 0
          : nap(quiet, quiet / QUIET_TO_NAP, MAX_NAP_OF_FIRST, LONGEST_NAP_OF_FIRST);
    }
    long wanted = Math.max(quiet / QUIET_TO_NAP, untilFirst(now));
    return nap(quiet, wanted, MAX_NAP, LONGEST_NAP);
  }

  private static long nap(long quiet, long wanted, long most, long longest) {
    long usual = Math.min(wanted, most);
    return Math.max(MIN_NAP, Math.max(usual, Math.min(quiet / LONG_TO_NAP, longest)));
  }

  // So that he is awake, more often than not, when there is one turn left before his. Some turns
  // are much shorter than most, as those of threads of one process are, and none may find him
  // asleep for long.
  private long untilFirst(long now) {
    long turn = firstRank > rank ? (now - arrived) / (firstRank - rank) : FIRST_TURN;
    return Math.min((rank - 1) * turn * 3 / 4, rank * SHORT_TURN);
  }

  /** For how long to believe that the file is still the one that is mapped. */
  long trust() {
    long quiet = (System.nanoTime() - since) / QUIET_TO_NAP;
    return Math.max(LOOK_AT_FILE, Math.min(quiet, MAX_LOOK_AT_FILE));
  }

  /** Whether it is time to examine those in the way; the next time is later. */
  boolean examines(long now) {
    if (now - examineAt < 0) {
      return false;
    }
    long quiet = (now - since) / QUIET_TO_EXAMINATION;
    long most = rank == 0 ? MAX_EXAMINATION_OF_FIRST : MAX_EXAMINATION;
    examineAt = now + Math.min(Math.max(EXAMINATION, quiet) * (1 + rank), most);
    return true;
  }
}
