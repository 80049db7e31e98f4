package dev.bolt.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The gate through which those who write to one SQLite file go one after the other, threads of this
 * process and of others on this machine alike.
 *
 * <p>A thread goes in before a transaction that may write, and out after it. The gate stays with
 * the thread between transactions, until its time slice of two milliseconds is over and somebody
 * waits; then the one that waits longest has it. So going in and out is a compare-and-set each as
 * long as nobody waits, and nobody waits much longer than a slice for each thread before it. Where
 * turns are so short that their handing over would take most of the time, who is awake may
 * {@linkplain Overtaking overtake} who sleeps, so many times.
 *
 * <p>Threads take turns, not processes: each has a ticket of its own, so that the order is by age
 * everywhere. Of a process only the longest waiting thread looks at the gate, for the others are
 * parked behind it; that keeps the cost of waiting by the number of processes. Decision 11 has the
 * alternatives, and what happens when somebody dies or is stopped.
 *
 * <p>The gate is about order and protects no data. Who is inside for more than a second and
 * stopped, or for more than five, is passed over; then two are inside, and meet SQLite's lock. One
 * gate for each file and process, as a thread that would wait for itself is known by its gate.
 * Thread-safe.
 */
public final class WriteGate implements AutoCloseable {

  /** A try lasts so many times longer than it takes to see that a gate is idle. */
  private static final int LOOKS = 10;

  private final Path folder;
  private final GateFile file;
  private final ProcessSlot slot;
  private final Line line;
  private final Overtaking overtaking;
  private final GateTiming timing;
  private final ThreadLocal<Pass> latest = new ThreadLocal<>();
  private volatile Pass newest;
  private volatile boolean closed;

  private WriteGate(Path folder, GateFile file, ProcessSlot slot, GateTiming timing) {
    this.folder = folder;
    this.file = file;
    this.slot = slot;
    this.line = new Line(file, slot);
    this.overtaking = new Overtaking(file, slot, timing);
    this.timing = timing;
  }

  /**
   * Opens the gate of a database.
   *
   * @param folder the folder beside it, which is there
   * @throws IOException when files cannot be written there, or 256 processes have the gate open
   */
  public static WriteGate open(Path folder) throws IOException {
    return open(folder, GateTiming.DEFAULT);
  }

  static WriteGate open(Path folder, GateTiming timing) throws IOException {
    GateFile file = GateFileOpening.open(folder);
    return new WriteGate(folder, file, ProcessSlot.claim(folder, file), timing);
  }

  /**
   * Goes in, when it is this thread's turn.
   *
   * @param timeout how long to wait for that
   * @return what to leave with
   * @throws AlreadyInsideException when this thread went in and nobody has left for it
   * @throws TimeoutException when the time is over; it says who is inside
   * @throws InterruptedException when this thread is interrupted while it waits
   * @throws IllegalStateException when the gate is closed
   */
  public Pass enter(Duration timeout) throws InterruptedException, TimeoutException {
    return enter(timeout, () -> false);
  }

  /**
   * The same, for somebody who may be told by another thread not to wait any longer.
   *
   * @param givenUp asked at least twenty times a second: whether to stop waiting
   * @throws java.util.concurrent.CancellationException when {@code givenUp} says so
   */
  public Pass enter(Duration timeout, BooleanSupplier givenUp)
      throws InterruptedException, TimeoutException {
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    Optional<Pass> pass = enter(nanos, givenUp);
    return pass.isPresent() ? pass.get() : timedOut(timeout);
  }

  /**
   * Goes in if that is possible at once: it looks for 0.2 ms whether the gate is idle, where turns
   * are short for 0.4 ms.
   *
   * @throws AlreadyInsideException when this thread went in and nobody has left for it
   * @throws InterruptedException when this thread is interrupted while it looks
   * @throws IllegalStateException when the gate is closed
   */
  public Optional<Pass> tryEnter() throws InterruptedException {
    return enter(LOOKS * timing.idle(), () -> false);
  }

  private Optional<Pass> enter(long timeout, BooleanSupplier givenUp) throws InterruptedException {
    checkOpen();
    Pass last = latest.get();
    Pass pass = last == null ? null : again(last);
    if (pass == null) {
      OptionalLong word = takeUnlessWaitedFor();
      if (word.isEmpty()) {
        word = overtaking.run();
      }
      if (word.isEmpty()) {
        word = new Waiting(file, slot, line, timing, timeout, givesUp(givenUp)).run();
      }
      if (word.isEmpty()) {
        return Optional.empty();
      }
      pass = begin(word.getAsLong());
    }
    latest.set(pass);
    newest = pass;
    return Optional.of(pass);
  }

  private Pass again(Pass last) {
    if (!last.hasLeft()) {
      throw new AlreadyInsideException();
    }
    Pass pass = last.again();
    if (pass != null) {
      file.setSince(System.nanoTime());
    }
    return pass;
  }

  private OptionalLong takeUnlessWaitedFor() {
    long word = file.word();
    if (GateWord.isNobodys(word) && line.isEmptyEverywhere()) {
      long mine = GateWord.taken(word, slot.number());
      if (file.replaceWord(word, mine)) {
        return OptionalLong.of(mine);
      }
    }
    return OptionalLong.empty();
  }

  private Pass begin(long word) {
    long now = System.nanoTime();
    file.setTurnSince(now);
    file.setSince(now);
    return new Pass(file, timing, word, now);
  }

  private BooleanSupplier givesUp(BooleanSupplier givenUp) {
    return () -> {
      checkOpen();
      return givenUp.getAsBoolean();
    };
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The write gate of " + folder + " is closed");
    }
  }

  private Pass timedOut(Duration timeout) throws TimeoutException {
    throw new TimeoutException(
        "Waited "
            + timeout.toMillis()
            + " ms at the write gate of "
            + folder
            + ". "
            + holder().map(GateHolder::describe).orElse("Nobody is inside now"));
  }

  /** The thread of this process that is inside, or went on with what another one had begun. */
  public Optional<Thread> insider() {
    Pass pass = newest;
    return pass == null || pass.hasLeft() ? Optional.empty() : Optional.of(pass.thread());
  }

  /** When who is inside went in, by his {@link System#nanoTime}; a hint. */
  public long since() {
    return file.since();
  }

  /** Who is inside now; empty when nobody is. */
  public Optional<GateHolder> holder() {
    return GateState.holder(file);
  }

  /**
   * Gives up this process's place. Threads that wait are told that the gate is closed; who is
   * inside may still leave, and others need not wait for that. Idempotent.
   */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      slot.close();
    }
  }
}
