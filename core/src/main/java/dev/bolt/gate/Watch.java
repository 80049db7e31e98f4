package dev.bolt.gate;

/**
 * What the first thread of a process's line does next, given what it sees of the gate.
 *
 * <p>The rules of waiting, without a clock, a file or a lock:
 *
 * <ul>
 *   <li>A gate that is outside is taken by the first waiter, if it is nobody's, or if its slice is
 *       over, or if it has been unchanged for {@link GateTiming#idle}: its owner does something
 *       else. Who has n others ahead takes it when it has been unchanged for n {@linkplain
 *       GateTiming#step steps}: they are dead or stopped.
 *   <li>While somebody is inside, the first waiter sleeps until the slice should be over. Then it
 *       is awake and asks for the gate, for as long as the holder goes in and out; a holder who
 *       stays inside has a long transaction, and the sleeps grow with it.
 *   <li>The more are ahead, the longer the sleeps: the turn of n others lasts n slices.
 *   <li>A holder who stays inside is examined from time to time, whether he is dead.
 * </ul>
 *
 * <p>Times are those of one clock, that of who waits, and "unchanged" is what he has seen himself.
 * Confined to the thread that waits.
 */
final class Watch {

  /** What to do now. */
  enum Step {
    /** Try to take the gate. */
    TAKE,
    /** Look again at once. */
    SPIN,
    /** Sleep for {@link #nap()}, then look again. */
    NAP,
    /** Find out whether the holder is dead or stopped, then look again. */
    EXAMINE
  }

  /** A sleep ends about so much late: the way back to a processor. */
  private static final long OVERSLEEP = 20_000;

  /** A newcomer looks for so long before it sleeps first: most transactions are shorter. */
  private static final long WELCOME = 50_000;

  /** Who goes in or out at least so often is worth staying awake for. */
  private static final long HOT = 150_000;

  /**
   * How long to stay awake for it at first. Where processors are scarce, who spins takes the
   * holder's; then it is better to sleep in between and to be awake for a moment each time.
   */
  private static final long MAX_READY = 250_000;

  private static final long AWAKE = 40_000;

  private static final long MIN_NAP = 50_000;
  private static final long NAP_IN_SLICE = 200_000;
  private static final long MAX_NAP_OF_FIRST = 4_000_000;
  private static final long MIN_NAP_BEHIND = 500_000;
  private static final long MAX_NAP_BEHIND = 40_000_000;

  /** Sleeps are this part of the time that nothing has changed. */
  private static final long PATIENCE_TO_NAP = 8;

  /** Examinations are this part of that time apart, between once and five times their least. */
  private static final long QUIET_TO_EXAMINATION = 10;

  private static final long MAX_EXAMINATIONS = 5;

  private final GateTiming timing;
  private final long arrived;
  private long seen;
  private long seenAt;
  private long turnBegan;
  private long examineAt;
  private boolean hasLooked;
  private long turnLength;
  private long quiet;
  private long awakeSince;
  private long nap;
  private GateRequest request = GateRequest.NONE;

  Watch(GateTiming timing, long now) {
    this.timing = timing;
    this.arrived = now;
    this.turnLength = timing.slice();
  }

  /** Learns how long turns last now; believed where it is less than a slice. */
  void expect(long length) {
    turnLength = length > 0 && length < timing.slice() ? length : timing.slice();
  }

  /**
   * Looks at the gate.
   *
   * @param word its word now
   * @param ahead how many processes have an older ticket
   * @param turnSince when the turn began by the clock of its owner; believed as far as it makes
   *     sense
   * @param now the time
   */
  Step look(long word, int ahead, long turnSince, long now) {
    if (!hasLooked || word != seen) {
      notice(word, ahead, turnSince, now);
    }
    if (nap > 0) {
      awakeSince = now;
      nap = 0;
    }
    quiet = now - seenAt;
    request = GateRequest.NONE;
    return GateWord.isInside(word) ? inside(ahead, now) : outside(word, ahead, now);
  }

  /** How long the gate has not changed. */
  long quiet() {
    return quiet;
  }

  /** How long to sleep after {@link Step#NAP}, in nanoseconds. */
  long nap() {
    return nap;
  }

  /** What to ask of the holder before spinning or sleeping. */
  GateRequest request() {
    return request;
  }

  private void notice(long word, int ahead, long turnSince, long now) {
    if (!hasLooked || GateWord.turn(word) != GateWord.turn(seen)) {
      long age = now - turnSince;
      turnBegan = now - Math.max(0, Math.min(age, timing.slice()));
    }
    hasLooked = true;
    seen = word;
    seenAt = now;
    examineAt = now + timing.suspicious() * (ahead + 1);
  }

  private Step outside(long word, int ahead, long now) {
    if (ahead > 0) {
      return quiet >= ahead * timing.step() ? Step.TAKE : napBehind(ahead);
    }
    if (GateWord.isNobodys(word) || quiet >= timing.idle() || isSliceOver(now)) {
      return Step.TAKE;
    }
    return Step.SPIN;
  }

  private Step inside(int ahead, long now) {
    if (now - examineAt >= 0) {
      examineAt = now + untilNextExamination() * (ahead == 0 ? 1 : 2 * (ahead + 1));
      return Step.EXAMINE;
    }
    if (ahead > 0) {
      return napBehind(ahead);
    }
    long left = turnLength - OVERSLEEP - (now - turnBegan);
    if (left > 0) {
      return now - arrived < WELCOME ? Step.SPIN : nap(Math.min(left, NAP_IN_SLICE));
    }
    if (quiet < HOT && (-left < MAX_READY || now - awakeSince < AWAKE)) {
      request = GateRequest.READY;
      return Step.SPIN;
    }
    request = GateRequest.CLOSE_BY;
    return nap(Math.max(MIN_NAP, Math.min(quiet / PATIENCE_TO_NAP, MAX_NAP_OF_FIRST)));
  }

  // An examination costs some system calls: who is inside for a second is examined less often.
  private long untilNextExamination() {
    long least = timing.examination();
    return Math.max(least, Math.min(quiet / QUIET_TO_EXAMINATION, MAX_EXAMINATIONS * least));
  }

  private boolean isSliceOver(long now) {
    return now - turnBegan >= timing.slice();
  }

  private Step napBehind(int ahead) {
    long wanted = Math.max(ahead * turnLength / 2, quiet / PATIENCE_TO_NAP);
    long least = Math.max(MIN_NAP, Math.min(ahead * turnLength, MIN_NAP_BEHIND));
    return nap(Math.max(least, Math.min(wanted, MAX_NAP_BEHIND)));
  }

  private Step nap(long nanos) {
    nap = nanos;
    return Step.NAP;
  }
}
