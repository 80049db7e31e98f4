package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.gate.Watch.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of waiting, at a clock that the test winds. */
@Timeout(10)
class WatchTest {

  private static final GateTiming TIMING = GateTiming.DEFAULT;
  private static final long START = Long.MAX_VALUE - 100;
  private static final long INSIDE = GateWord.taken(0, 7);
  private static final long KEPT = GateWord.left(INSIDE);

  private final Watch watch = new Watch(TIMING, START);

  @Test
  void shouldTakeWhatIsNobodysAtOnce() {
    assertThat(look(GateWord.freed(INSIDE), 0, 0)).isEqualTo(Step.TAKE);
  }

  @Test
  void shouldTakeAKeptGateWhenItIsIdle() {
    assertThat(look(KEPT, 0, 0)).isEqualTo(Step.SPIN);
    assertThat(look(KEPT, 0, TIMING.idle() - 1)).isEqualTo(Step.SPIN);
    assertThat(look(KEPT, 0, TIMING.idle())).isEqualTo(Step.TAKE);
  }

  @Test
  void shouldNotTakeAGateForIdleThatWasUsedMeanwhile() {
    assertThat(look(KEPT, 0, 0)).isEqualTo(Step.SPIN);
    long nextEntry = GateWord.left(GateWord.entered(KEPT));
    assertThat(look(nextEntry, 0, TIMING.idle())).isEqualTo(Step.SPIN);
  }

  @Test
  void shouldTakeAKeptGateWhenItsSliceIsOver() {
    assertThat(look(INSIDE, 0, 0)).isEqualTo(Step.SPIN);
    assertThat(look(KEPT, 0, TIMING.slice())).isEqualTo(Step.TAKE);
  }

  @Test
  void shouldSleepUntilTheSliceIsAlmostOverAndThenAskAwake() {
    assertThat(look(INSIDE, 0, 0)).isEqualTo(Step.SPIN);
    assertThat(look(entry(1), 0, TIMING.slice() / 2)).isEqualTo(Step.NAP);
    assertThat(watch.request()).isEqualTo(GateRequest.NONE);
    assertThat(look(entry(2), 0, TIMING.slice())).isEqualTo(Step.SPIN);
    assertThat(watch.request()).isEqualTo(GateRequest.READY);
  }

  @Test
  void shouldSleepEverLongerWhileTheHolderStaysInside() {
    look(INSIDE, 0, 0);
    assertThat(look(INSIDE, 0, 2 * TIMING.slice())).isEqualTo(Step.NAP);
    assertThat(watch.request()).isEqualTo(GateRequest.CLOSE_BY);
    long early = watch.nap();
    look(INSIDE, 0, TIMING.suspicious());
    look(INSIDE, 0, TIMING.suspicious() + 1);
    assertThat(watch.nap()).isGreaterThan(early);
  }

  @Test
  void shouldExamineAHolderWhoStaysInsideFromTimeToTime() {
    look(INSIDE, 0, 0);
    assertThat(look(INSIDE, 0, TIMING.suspicious())).isEqualTo(Step.EXAMINE);
    assertThat(watch.quiet()).isEqualTo(TIMING.suspicious());
    assertThat(look(INSIDE, 0, TIMING.suspicious() + 1)).isEqualTo(Step.NAP);
    assertThat(look(INSIDE, 0, TIMING.suspicious() + TIMING.examination())).isEqualTo(Step.EXAMINE);
  }

  @Test
  void shouldLeaveTheGateToThoseAheadForAStepEach() {
    long nobodys = GateWord.freed(INSIDE);
    assertThat(look(nobodys, 2, 0)).isEqualTo(Step.NAP);
    assertThat(look(nobodys, 2, 2 * TIMING.step() - 1)).isEqualTo(Step.NAP);
    assertThat(look(nobodys, 2, 2 * TIMING.step())).isEqualTo(Step.TAKE);
  }

  @Test
  void shouldNotAskWhileOthersAreAhead() {
    look(INSIDE, 1, 0);
    assertThat(look(INSIDE, 1, 2 * TIMING.slice())).isEqualTo(Step.NAP);
    assertThat(watch.request()).isEqualTo(GateRequest.NONE);
  }

  @Test
  void shouldNotBelieveAClockThatMakesNoSense() {
    assertThat(watch.look(INSIDE, 0, START + 1_000_000_000_000L, START)).isEqualTo(Step.SPIN);
    assertThat(look(entry(1), 0, TIMING.slice())).isEqualTo(Step.SPIN);
    assertThat(watch.request()).isEqualTo(GateRequest.READY);
  }

  /**
   * A look costs 10 to 20 µs, an examination ten times as much: together less than 2 % of a core.
   */
  @Test
  void shouldLookRarelyThoughFifteenWaitForTwoSeconds() {
    int looks = 0;
    int examinations = 0;
    for (int ahead = 0; ahead < 15; ahead++) {
      Watch waiter = new Watch(TIMING, START);
      long later = 0;
      while (later < 2_000_000_000L) {
        looks++;
        switch (waiter.look(INSIDE, ahead, START, START + later)) {
          case TAKE -> throw new AssertionError("Nobody has left");
          case SPIN -> later += 20_000;
          case NAP -> later += waiter.nap();
          case EXAMINE -> examinations++;
        }
      }
    }
    assertThat(looks).isLessThan(2500);
    assertThat(examinations).isLessThan(120);
  }

  @Test
  void shouldLookOftenWhereTurnsAreShort() {
    assertThat(look(INSIDE, 2, 0)).isEqualTo(Step.NAP);
    assertThat(watch.nap()).isEqualTo(TIMING.slice());
    watch.expect(TIMING.slice() / 20);
    assertThat(look(entry(1), 2, 0)).isEqualTo(Step.NAP);
    assertThat(watch.nap()).isLessThanOrEqualTo(TIMING.slice() / 10);
  }

  @Test
  void shouldNotBelieveThatTurnsAreLongerThanASlice() {
    for (long length : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      watch.expect(length);
      look(INSIDE, 2, 0);
      assertThat(watch.nap()).isEqualTo(TIMING.slice());
    }
  }

  private Step look(long word, int ahead, long later) {
    return watch.look(word, ahead, START, START + later);
  }

  /** The word after so many further entries of the same turn. */
  private static long entry(int further) {
    long word = INSIDE;
    for (int i = 0; i < further; i++) {
      word = GateWord.entered(GateWord.left(word));
    }
    return word;
  }
}
