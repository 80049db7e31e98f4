package dev.bolt.gate;

/**
 * The right to be inside the gate, until it is left.
 *
 * <p>It is for one transaction of one thread; another thread may leave in its place. Who stays
 * inside for long may be passed over, and notices nothing: his leave then does nothing.
 * Thread-safe.
 */
public final class Pass {

  /** How much longer than its slice a turn lasts at most when somebody looks at the gate. */
  private static final long GRACE = 1_000_000;

  /** How long a waiter who is awake has to take what is offered. */
  private static final long OFFER = 2_000;

  private final GateFile file;
  private final GateTiming timing;
  private final long word;
  private final long turnSince;
  private volatile Thread thread = Thread.currentThread();
  private volatile boolean left;

  Pass(GateFile file, GateTiming timing, long word, long turnSince) {
    this.file = file;
    this.timing = timing;
    this.word = word;
    this.turnSince = turnSince;
  }

  /**
   * Goes out. The gate stays with the thread that went in until its time slice is over and somebody
   * waits, so that it goes in again at no cost. Idempotent.
   */
  public void leave() {
    left = true;
    GateRequest request = file.request(word);
    boolean offered = request == GateRequest.READY && isOverFor(0);
    boolean over = request != GateRequest.NONE && isOverFor(GRACE);
    if (offered || over) {
      file.setTurnLength(timing.slice());
      file.replaceWord(word, GateWord.freed(word));
    } else {
      file.replaceWord(word, GateWord.left(word));
    }
  }

  /**
   * Goes out and lets the gate go, since the thread will be busy with something else. Those who
   * wait are told how short this turn was, so that they look as often. Idempotent.
   */
  public void leaveForGood() {
    left = true;
    file.setTurnLength(System.nanoTime() - file.since());
    file.replaceWord(word, GateWord.freed(word));
  }

  /** This thread goes on with the transaction, whichever has gone in. */
  public void usedHere() {
    if (thread != Thread.currentThread()) {
      thread = Thread.currentThread();
    }
  }

  /** The thread that is inside. */
  Thread thread() {
    return thread;
  }

  boolean hasLeft() {
    return left;
  }

  /**
   * A pass for the next transaction of the same turn, or null when the turn is over.
   *
   * <p>A waiter who said that he is ready may have lost his processor since. What was offered to
   * him and not taken is taken back, so that the gate is not idle until he has it again.
   */
  Pass again() {
    long inside = GateWord.entered(GateWord.left(word));
    boolean mine = file.replaceWord(GateWord.left(word), inside) || takeBack(inside);
    return mine ? new Pass(file, timing, inside, turnSince) : null;
  }

  private boolean takeBack(long inside) {
    long offered = GateWord.freed(word);
    long begin = System.nanoTime();
    while (file.word() == offered) {
      long now = System.nanoTime();
      if (now - begin >= OFFER) {
        return !isOverFor(GRACE) && file.replaceWord(offered, inside);
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private boolean isOverFor(long nanos) {
    return System.nanoTime() - turnSince >= timing.slice() + nanos;
  }
}
