package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SavepointStackTest {

  private final SavepointStack stack = new SavepointStack();

  @Test
  void shouldMeanTheInnermostOfAName() {
    stack.push("a");
    stack.push("A");
    assertThat(stack.isOutermost("a")).isFalse();
    stack.release("a");
    assertThat(stack.isOutermost("a")).isTrue();
  }

  @Test
  void shouldCloseWhatIsWithin() {
    stack.push("a");
    stack.push("b");
    stack.push("c");
    stack.rollbackTo("b");
    assertThat(stack.isOutermost("c")).isFalse();
    stack.release("b");
    assertThat(stack.isOutermost("a")).isTrue();
    assertThat(stack.isOutermost("b")).isFalse();
  }
}
