package dev.bolt.gate;

import dev.bolt.os.TimerSlack;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The wait of one thread, from taking a ticket to being inside: does what {@link Watch} says.
 * Confined to that thread.
 */
final class Waiting {

  /** How often who is not first in his process looks whether he shall go on waiting. */
  private static final long MAX_PARK = 50_000_000;

  /** For how long to look without leaving the processor to others. */
  private static final long MAX_SPIN = 20_000;

  private final GateFile file;
  private final ProcessSlot slot;
  private final Line line;
  private final GateTiming timing;
  private final BooleanSupplier givenUp;
  private final long timeout;
  private final long start = System.nanoTime();

  /**
   * A wait that begins now.
   *
   * @param timeout nanoseconds after which to stop
   * @param givenUp asked from time to time: whether to stop now
   */
  Waiting(
      GateFile file,
      ProcessSlot slot,
      Line line,
      GateTiming timing,
      long timeout,
      BooleanSupplier givenUp) {
    this.file = file;
    this.slot = slot;
    this.line = line;
    this.timing = timing;
    this.timeout = timeout;
    this.givenUp = givenUp;
  }

  /** Waits, and returns the word with which this thread is inside, or nothing after the timeout. */
  OptionalLong run() throws InterruptedException {
    Line.Place place = line.join();
    try {
      while (!line.isFirst(place)) {
        if (isOver()) {
          return OptionalLong.empty();
        }
        LockSupport.parkNanos(Math.min(MAX_PARK, left()));
      }
      return waitInFront(place);
    } finally {
      line.leave(place);
    }
  }

  private OptionalLong waitInFront(Line.Place place) throws InterruptedException {
    TimerSlack.giveUp();
    Watch watch = new Watch(timing, System.nanoTime());
    while (!isOver()) {
      line.publish(place);
      long word = file.word();
      int ahead = file.countOlder(place.ticket());
      watch.expect(file.turnLength());
      Watch.Step step = watch.look(word, ahead, file.turnSince(), System.nanoTime());
      OptionalLong mine = act(step, watch, word);
      if (mine.isPresent()) {
        file.withdrawOlder(place.ticket());
        return mine;
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong act(Watch.Step step, Watch watch, long word) {
    ask(watch.request(), word);
    return switch (step) {
      case TAKE -> take(word);
      case EXAMINE ->
          mayBePassedOver(GateWord.slot(word), watch.quiet()) ? take(word) : OptionalLong.empty();
      case SPIN -> spin();
      case NAP -> {
        LockSupport.parkNanos(Math.min(watch.nap(), left()));
        yield OptionalLong.empty();
      }
    };
  }

  // An offer lasts for two microseconds, so nothing else is done here. Who is in the way of the
  // holder, on the same processor, lets him go on in the end.
  private OptionalLong spin() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < MAX_SPIN) {
      long word = file.word();
      if (GateWord.isNobodys(word)) {
        return take(word);
      }
      Thread.onSpinWait();
    }
    Thread.yield();
    return OptionalLong.empty();
  }

  private OptionalLong take(long word) {
    long mine = GateWord.taken(word, slot.number());
    return file.replaceWord(word, mine) ? OptionalLong.of(mine) : OptionalLong.empty();
  }

  private void ask(GateRequest request, long word) {
    if (request != GateRequest.NONE && file.request(word) != request) {
      file.setRequest(request, word);
    }
  }

  private boolean mayBePassedOver(int holder, long inside) {
    return slot.isDead(holder)
        || inside >= timing.running()
        || inside >= timing.stopped() && slot.isStopped(holder);
  }

  private boolean isOver() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while waiting at the write gate");
    }
    if (givenUp.getAsBoolean()) {
      throw new CancellationException("Given up while waiting at the write gate");
    }
    return left() <= 0;
  }

  private long left() {
    return timeout - (System.nanoTime() - start);
  }
}
