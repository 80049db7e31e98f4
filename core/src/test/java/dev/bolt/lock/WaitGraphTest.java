package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cycles and victims, from entries as they may stand on the board. */
@Timeout(10)
class WaitGraphTest {

  private final List<Stay> stays = new ArrayList<>();

  private Stay add(int owner, int resource, LockMode mode, Phase phase) {
    long number = stays.size() + 1L;
    Stay stay =
        new Stay(
            stays.size(),
            resource,
            mode,
            phase,
            number,
            phase.holds() ? number : 0,
            new Stay.Party(0, owner));
    stays.add(stay);
    return stay;
  }

  private Stay holds(int owner, int lock) {
    return add(owner, lock, LockMode.EXCLUSIVE, Phase.HELD);
  }

  private Stay waits(int owner, int lock) {
    return add(owner, lock, LockMode.EXCLUSIVE, Phase.WAITING);
  }

  private List<Integer> cycle(Stay from) {
    return new WaitGraph(stays)
        .cycleFrom(from.entry()).stream()
            .map(step -> (int) step.waiter().owner().number())
            .toList();
  }

  private long victim(Stay from) {
    WaitGraph graph = new WaitGraph(stays);
    return graph.victim(graph.cycleFrom(from.entry())).owner().number();
  }

  @Test
  void shouldFindTwoWhoWaitForEachOther() {
    holds(1, 1);
    holds(2, 2);
    waits(1, 2);
    assertThat(cycle(waits(2, 1))).containsExactly(2, 1);
  }

  @Test
  void shouldFindManyInARow() {
    for (int i = 0; i < 10; i++) {
      holds(i, i);
    }
    for (int i = 0; i < 9; i++) {
      assertThat(cycle(waits(i, i + 1))).isEmpty();
    }
    assertThat(cycle(waits(9, 0))).hasSize(10);
  }

  @Test
  void shouldFindWhoWaitsForHimselfElsewhere() {
    holds(1, 1);
    assertThat(cycle(waits(1, 1))).containsExactly(1);
  }

  @Test
  void shouldFindNothingWhereReadersShare() {
    add(1, 1, LockMode.SHARED, Phase.HELD);
    holds(2, 2);
    waits(1, 2);
    assertThat(cycle(add(2, 1, LockMode.SHARED, Phase.WAITING))).isEmpty();
  }

  @Test
  void shouldNotWaitForVictims() {
    holds(1, 1);
    holds(2, 2);
    add(1, 2, LockMode.EXCLUSIVE, Phase.VICTIM);
    assertThat(cycle(waits(2, 1))).isEmpty();
  }

  @Test
  void shouldChooseWhoHoldsLeast() {
    holds(1, 1);
    holds(1, 3);
    holds(2, 2);
    waits(2, 1);
    assertThat(victim(waits(1, 2))).isEqualTo(2);
  }

  @Test
  void shouldChooseWhoseLastLockIsYoungestAmongThoseWhoHoldAsMuch() {
    holds(1, 1);
    holds(2, 2);
    waits(2, 1);
    assertThat(victim(waits(1, 2))).isEqualTo(2);
  }
}
