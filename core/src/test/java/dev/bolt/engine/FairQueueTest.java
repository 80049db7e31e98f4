package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which parties take turns. */
@Timeout(10)
class FairQueueTest {

  private final FairQueue<String> queue = new FairQueue<>();

  private List<String> rest() {
    List<String> rest = new ArrayList<>();
    while (!queue.isEmpty()) {
      rest.add(queue.poll());
    }
    return rest;
  }

  @Test
  void shouldTakeOneOfEachPartyInTurn() {
    for (int i = 1; i <= 3; i++) {
      queue.add(1, "a" + i);
    }
    queue.add(2, "b1");
    queue.add(3, "c1");
    queue.add(2, "b2");
    assertThat(rest()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
  }

  @Test
  void shouldBeEmptyWhenItsLastHasGone() {
    queue.add(1, "a");
    queue.remove(2, "a");
    assertThat(queue.isEmpty()).isFalse();
    queue.remove(1, "a");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.poll()).isNull();
  }
}
