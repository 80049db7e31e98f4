package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GateWordTest {

  @Property
  void shouldBeginTheNextTurnWhenItIsTaken(
      @ForAll long word, @ForAll @IntRange(max = GateFile.SLOTS - 1) int slot) {
    long taken = GateWord.taken(word, slot);
    assertThat(GateWord.turn(taken)).isEqualTo(GateWord.turn(word) + 1);
    assertThat(GateWord.slot(taken)).isEqualTo(slot);
    assertThat(GateWord.isInside(taken)).isTrue();
    assertThat(taken).isNotEqualTo(word);
  }

  @Property
  void shouldStayInTheTurnWhoeverGoesInAndOut(
      @ForAll long word, @ForAll @IntRange(max = GateFile.SLOTS - 1) int slot) {
    long inside = GateWord.taken(word, slot);
    long outside = GateWord.left(inside);
    assertThat(GateWord.isInside(outside)).isFalse();
    assertThat(GateWord.isNobodys(outside)).isFalse();
    long again = GateWord.entered(outside);
    assertThat(again).isNotEqualTo(inside);
    assertThat(GateWord.isInside(again)).isTrue();
    assertThat(GateWord.slot(again)).isEqualTo(slot);
    assertThat(GateWord.turn(again)).isEqualTo(GateWord.turn(inside));
    assertThat(GateWord.isNobodys(GateWord.freed(again))).isTrue();
    assertThat(GateWord.turn(GateWord.freed(again))).isEqualTo(GateWord.turn(inside));
  }

  @Property
  void shouldKeepTheTurnWhenEntriesOverflow(@ForAll @IntRange(max = 255) int slot) {
    long word = GateWord.taken(-1, slot);
    for (int i = 0; i <= 0x1_0000; i++) {
      word = GateWord.entered(GateWord.left(word));
    }
    assertThat(GateWord.turn(word)).isZero();
    assertThat(GateWord.slot(word)).isEqualTo(slot);
  }

  @Property
  void shouldAskNothingOfAnotherTurn(@ForAll long word) {
    for (GateRequest request : GateRequest.values()) {
      assertThat(GateRequest.of(request.forTurnOf(word), word)).isEqualTo(request);
      assertThat(GateRequest.of(request.forTurnOf(word), GateWord.taken(word, 0)))
          .isEqualTo(GateRequest.NONE);
    }
  }
}
