package dev.bolt.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedSimilarityTest extends SimilarityTest {

  @Test
  void shouldSeeWhatAnotherProcessHasWrittenUntilItWasKilled() throws Exception {
    float[] query = {1, 0};
    try (ChildJvm child = ChildJvm.start(SimilarityChild.class, file().toString())) {
      assertThat(child.hear()).isEqualTo("open");
      assertThat(child.ask("put a 0 1")).isEqualTo("done");
      try (EinsteinDatabaseAdapter e = open(config().withApproximateIndexFrom(1))) {
        await()
            .until(
                () -> {
                  e.search(query, 1, -2);
                  return e.stats().index().condition() == IndexState.Condition.READY;
                });
        assertThat(child.ask("put b 1 0.1")).isEqualTo("done");
        assertThat(ids(e.search(query, 5, -2))).containsExactly("b", "a");
        assertThat(child.ask("put b -1 0")).isEqualTo("done");
        assertThat(ids(e.search(query, 5, -2))).containsExactly("a", "b");
        assertThat(child.ask("delete a")).isEqualTo("done");
        assertThat(ids(e.search(query, 5, -2))).containsExactly("b");
        child.say("put c 1 0");
        child.kill();

        e.putAll(List.of(Embedding.of("d", new float[] {2, 0.1f})));
        assertThat(ids(e.search(query, 5, -2))).contains("b", "d").doesNotContain("a");
        assertThat(e.stats().index().condition()).isEqualTo(IndexState.Condition.READY);
      }
    }
  }
}
