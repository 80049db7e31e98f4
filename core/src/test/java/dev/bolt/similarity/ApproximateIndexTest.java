package dev.bolt.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApproximateIndexTest extends SimilarityTest {
  private static final int DIMENSION = 24;

  private SimilarityConfig indexed() {
    return config().withApproximateIndexFrom(100);
  }

  private static void awaitIndex(EinsteinDatabaseAdapter e, float[] query) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              e.search(query, 1, -2);
              return e.stats().index().condition() == IndexState.Condition.READY;
            });
  }

  @Test
  void shouldFindWhatAnExactSearchFinds() throws Exception {
    // The engine makes no difference to what the index says of the other metrics.
    for (Metric metric :
        engine == EngineKind.SQLITE ? Metric.values() : new Metric[] {Metric.COSINE}) {
      try (EinsteinDatabaseAdapter e =
              EinsteinDatabaseAdapter.open(file(), "t_" + metric, indexed().withMetric(metric));
          EinsteinDatabaseAdapter exact =
              EinsteinDatabaseAdapter.open(file(), "t_" + metric, config())) {
        e.putAll(vectors("v", 500, DIMENSION));
        awaitIndex(e, vector(DIMENSION));
        int found = 0;
        for (int i = 0; i < 20; i++) {
          float[] query = vector(DIMENSION);
          List<Match> near = e.search(query, 10, -100);
          List<Match> best = exact.search(query, 10, -100);
          Set<String> same = new HashSet<>(ids(near));
          same.retainAll(ids(best));
          found += same.size();
          assertThat(near.get(0).similarity()).isCloseTo(best.get(0).similarity(), within(1e-3));
        }
        assertThat(found).as("%s", metric).isGreaterThanOrEqualTo(195);
        assertThat(e.stats().approximateSearches()).isGreaterThanOrEqualTo(20);
        assertThat(exact.stats().approximateSearches()).isZero();
      }
    }
  }

  @Test
  void shouldSeeWhatOthersWroteSinceTheIndexWasMade() throws Exception {
    try (EinsteinDatabaseAdapter e = open(indexed());
        EinsteinDatabaseAdapter other = open(config())) {
      List<Embedding> all = vectors("v", 300, DIMENSION);
      e.putAll(all);
      float[] query = all.get(5).vector();
      awaitIndex(e, query);
      long before = e.stats().approximateSearches();
      assertThat(ids(e.search(query, 1, 0.99))).containsExactly("v5");

      other.put("new", query, Map.of());
      assertThat(ids(e.search(query, 2, 0.99))).containsExactlyInAnyOrder("v5", "new");
      other.delete("v5");
      assertThat(ids(e.search(query, 2, 0.99))).containsExactly("new");
      other.put("new", all.get(6).vector(), Map.of());
      assertThat(e.search(query, 2, 0.99)).isEmpty();
      other.put("v5", query, Map.of("again", true));
      assertThat(e.search(query, 2, 0.99).get(0).metadata()).isEqualTo(Map.of("again", true));
      assertThat(e.stats().approximateSearches()).isEqualTo(before + 5);

      other.deleteAll(all.subList(10, 250).stream().map(Embedding::id).toList());
      assertThat(e.search(all.get(100).vector(), 50, 0.999)).isEmpty();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                e.search(query, 1, -2);
                return e.stats().index().vectors() == 61;
              });
      assertThat(ids(e.search(query, 1, 0.99))).containsExactly("v5");
    }
  }

  @Test
  void shouldOpenTheIndexThatIsThereAndMakeAnewOneThatIsSpoilt() throws Exception {
    List<Embedding> all = vectors("v", 200, DIMENSION);
    float[] query = all.get(5).vector();
    try (EinsteinDatabaseAdapter e = open(indexed())) {
      e.putAll(all);
      awaitIndex(e, query);
    }
    Path index = DatabaseId.of(file()).sidecar().resolve("similarity-" + TABLE);
    assertThat(index).isDirectory();
    try (EinsteinDatabaseAdapter e = open(indexed())) {
      awaitIndex(e, query);
      assertThat(e.stats().index().vectors()).isEqualTo(200);
      assertThat(ids(e.search(query, 1, 0.99))).containsExactly("v5");
    }
    try (var files = Files.list(index)) {
      for (Path each : files.filter(p -> !p.endsWith("write.lock")).toList()) {
        Files.write(each, new byte[] {1, 2, 3});
      }
    }
    try (EinsteinDatabaseAdapter e = open(indexed())) {
      assertThat(ids(e.search(query, 1, 0.99))).containsExactly("v5");
      awaitIndex(e, query);
      assertThat(e.stats().index().vectors()).isEqualTo(200);
    }
  }

  @Test
  void shouldTakeNoIndexForATableOfTheSameName() throws Exception {
    List<Embedding> all = vectors("v", 200, DIMENSION);
    float[] query = all.get(5).vector();
    try (EinsteinDatabaseAdapter e = open(indexed())) {
      e.putAll(all);
      awaitIndex(e, query);
      e.database().execute("DROP TABLE embeddings");
      e.database().execute("DELETE FROM bolt_similarity");
      try (EinsteinDatabaseAdapter other = open(config())) {
        other.putAll(vectors("w", 150, DIMENSION));
      }
      assertThat(ids(e.search(query, 1, -2)).get(0)).startsWith("w");
    }
  }

  @Test
  void shouldCompareWithAllOfFew() throws Exception {
    try (EinsteinDatabaseAdapter e = open(indexed())) {
      e.putAll(vectors("v", 50, DIMENSION));
      e.search(vector(DIMENSION), 5, -1);
      await().until(() -> e.stats().index().reason().contains("fewer than 100"));
      assertThat(e.stats().exactSearches()).isEqualTo(1);
    }
  }
}
