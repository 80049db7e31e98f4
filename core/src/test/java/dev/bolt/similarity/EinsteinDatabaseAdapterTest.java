package dev.bolt.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bolt.EngineKind;
import dev.bolt.database.Row;
import dev.bolt.testing.OutsideHolder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EinsteinDatabaseAdapterTest extends SimilarityTest {

  @Test
  void shouldReadAsItIsDocumented() throws Exception {
    float[] vector = {1, 0, 0};
    float[] query = {1, 0.1f, 0};
    List<Embedding> many =
        List.of(
            Embedding.of("b", new float[] {0.9f, 0.3f, 0}),
            Embedding.of("c", new float[] {0, 0, 1}, Map.of("lang", "sql", "lines", 12)));
    Path path = folder.resolve(engine == EngineKind.DUCKDB ? "analytics.db" : "analytics.sqlite");
    try (EinsteinDatabaseAdapter e = EinsteinDatabaseAdapter.open(path, "embeddings")) {
      e.put("src/Main.java#42", vector, Map.of("lang", "java"));
      e.putAll(many);
      List<Match> best = e.search(query, 10, 0.8f);
      CompletableFuture<List<Match>> later = e.searchAsync(query, 10, 0.8f);
      CompletableFuture<List<Row>> rows =
          e.executeAsync("SELECT * FROM embeddings WHERE similarity > ?", 0.8);
      AdapterStats st = e.stats();

      assertThat(ids(best)).containsExactly("src/Main.java#42", "b");
      assertThat(best.get(0).metadata()).isEqualTo(Map.of("lang", "java"));
      assertThat(best.get(0).similarity()).isCloseTo(0.995, within(0.001));
      assertThat(ids(later.get())).isEqualTo(ids(best));
      assertThat(rows.get().stream().map(row -> row.getString("id")))
          .containsExactlyInAnyOrder("src/Main.java#42", "b");
      assertThat(rows.get().get(0).getDouble("similarity")).isGreaterThan(0.8);
      assertThat(st.mode()).isEqualTo(AdapterStats.Mode.SHARED);
      assertThat(st.written()).isEqualTo(3);
      assertThat(e.size()).isEqualTo(3);
      assertThat(ids(e.search(query, 10, -1, Filter.equal("lang", "sql")))).containsExactly("c");
    }
  }

  @Test
  void shouldFindTheSameAsComparingWithAllByEachMetric() throws Exception {
    List<Embedding> all = vectors("v", 300, 16);
    float[] query = vector(16);
    for (Metric metric : Metric.values()) {
      try (EinsteinDatabaseAdapter e =
          EinsteinDatabaseAdapter.open(file(), "t_" + metric, config().withMetric(metric))) {
        e.putAll(all);
        List<String> expected =
            all.stream()
                .sorted(Comparator.comparingDouble(each -> -similarity(metric, each, query)))
                .limit(5)
                .map(Embedding::id)
                .toList();
        List<Match> found = e.search(query, 5, -100);
        assertThat(ids(found)).as("%s", metric).isEqualTo(expected);
        for (Match match : found) {
          Embedding same = all.get(Integer.parseInt(match.id().substring(1)));
          assertThat(match.similarity()).isCloseTo(similarity(metric, same, query), within(1e-4));
        }
      }
    }
  }

  private static double similarity(Metric metric, Embedding embedding, float[] query) {
    double dot = 0;
    double left = 0;
    double right = 0;
    double square = 0;
    for (int i = 0; i < query.length; i++) {
      double a = embedding.vector()[i];
      double b = query[i];
      dot += a * b;
      left += a * a;
      right += b * b;
      square += (a - b) * (a - b);
    }
    return switch (metric) {
      case COSINE -> dot / Math.sqrt(left * right);
      case DOT -> dot;
      case L2 -> 1 / (1 + Math.sqrt(square));
    };
  }

  @Test
  void shouldReplaceAndDelete() throws Exception {
    try (EinsteinDatabaseAdapter e = open();
        EinsteinDatabaseAdapter other = open()) {
      float[] query = {1, 0};
      assertThat(e.search(query, 3, -1)).isEmpty();
      assertThat(e.delete("a")).isFalse();
      e.putAll(
          List.of(
              Embedding.of("a", new float[] {0, 1}),
              Embedding.of("a", new float[] {0.5f, 1}).withContentHash("old"),
              Embedding.of(
                  "b", new float[] {0, 1}, Map.of("n", 1.5, "deep", List.of(true, "\"x\"")))));
      assertThat(e.contentHashes(List.of("a", "c"))).isEqualTo(Map.of("a", "old"));
      other.put("a", new float[] {1, 0}, Map.of());
      assertThat(ids(e.search(query, 3, -1))).containsExactly("a", "b");
      assertThat(e.search(query, 3, 0.99)).hasSize(1);
      assertThat(e.search(query, 3, -1).get(1).metadata())
          .isEqualTo(Map.of("n", 1.5, "deep", List.of(true, "\"x\"")));
      assertThat(other.deleteAll(List.of("a", "a", "none"))).isEqualTo(1);
      assertThat(ids(e.search(query, 3, -1))).containsExactly("b");
      assertThat(e.size()).isEqualTo(1);
    }
  }

  @Test
  void shouldSayWhatIsWrongWithAVector() throws Exception {
    try (EinsteinDatabaseAdapter e = open()) {
      e.put("a", new float[] {1, 0}, Map.of());
      assertRefused(() -> e.put("b", new float[] {1, 2, 3}, Map.of()), "2 numbers", "'b' has 3");
      assertRefused(() -> e.search(new float[] {1}, 1, 0), "2 numbers", "search has 1");
      assertRefused(() -> e.put("b", new float[] {1, Float.NaN}, Map.of()), "Number 1", "NaN");
      assertRefused(
          () -> e.put("b", new float[] {Float.NEGATIVE_INFINITY, 1}, Map.of()), "-Infinity");
      assertRefused(() -> e.put("b", new float[] {0, -0f}, Map.of()), "zeros", "cosine");
      assertRefused(() -> e.search(new float[] {0, 0}, 1, 0), "zeros");
      assertRefused(() -> e.put("b", new float[] {1e30f, 1}, Map.of()), "too large");
      assertRefused(() -> e.put("b", new float[0], Map.of()), "no numbers");
      assertRefused(() -> e.put("b", new float[] {1, 1}, Map.of("x", new Object())), "Metadata");
      assertRefused(() -> e.search(new float[] {1, 1}, 0, 0), "finds none");
      assertThat(e.size()).isEqualTo(1);
    }
    assertThatThrownBy(() -> open(config().withDimension(3)))
        .hasMessageContaining("vectors of 2 numbers")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08004");
    assertThatThrownBy(() -> open(config().withMetric(Metric.L2))).hasMessageContaining("COSINE");
    assertRefused(() -> EinsteinDatabaseAdapter.open(file(), "a b"), "letters");
  }

  private static void assertRefused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .hasMessageContainingAll(words)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("22023");
  }

  @Test
  void shouldLeaveATableThatIsNotItsOwn() throws Exception {
    try (EinsteinDatabaseAdapter e = open()) {
      e.database().execute("CREATE TABLE embeddings (id INTEGER)");
      assertThatThrownBy(() -> e.put("a", new float[] {1}, Map.of()))
          .hasMessageContaining("none of vectors")
          .extracting(x -> ((SQLException) x).getSQLState())
          .isEqualTo("42P07");
    }
  }

  @Test
  void shouldRunSqlOverTheSimilarity() throws Exception {
    try (EinsteinDatabaseAdapter e = open()) {
      e.putAll(
          List.of(
              Embedding.of("a", new float[] {1, 0}, Map.of("lang", "java")),
              Embedding.of("b", new float[] {1, 1}, Map.of("lang", "sql")),
              Embedding.of("c", new float[] {-1, 0}, Map.of("lang", "sql"))));
      assertThat(e.execute("SELECT count(*) AS n FROM embeddings").get(0).getLong("n"))
          .isEqualTo(3);
      assertThatThrownBy(
              () -> e.executeAsync("SELECT * FROM embeddings WHERE similarity > 0").get())
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("Similarity to what?");
      float[] about = {1, 0};
      List<Row> rows =
          e.execute(
              about,
              "WITH good AS (SELECT * FROM embeddings WHERE similarity > ?)"
                  + " SELECT id, similarity FROM good WHERE (metadata->>'lang') = ? ORDER BY id",
              0.5,
              "sql");
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).getString("id")).isEqualTo("b");
      assertThat(rows.get(0).getDouble("similarity")).isCloseTo(Math.sqrt(0.5), within(1e-6));
      assertThat(e.execute("SELECT vector FROM main.embeddings WHERE id = 'a'")).hasSize(1);
      assertThat(e.executeAsync("CREATE TABLE other (id INTEGER)").get()).isEmpty();
      assertThat(
              ids(
                  e.search(
                      about, 1, -2, Filter.equal("lang", "sql").and(Filter.where("id > ?", "b")))))
          .containsExactly("c");
    }
  }

  @Test
  void shouldLetReadersGoOnWhileAnotherWrites() throws Exception {
    try (EinsteinDatabaseAdapter reader = open();
        EinsteinDatabaseAdapter writer = open()) {
      writer.put("a", new float[] {1, 0}, Map.of());
      writer
          .database()
          .transaction(
              tx -> {
                tx.execute("DELETE FROM embeddings");
                assertThat(ids(reader.searchAsync(new float[] {1, 0}, 1, 0).get()))
                    .containsExactly("a");
                return null;
              });
      assertThat(reader.search(new float[] {1, 0}, 1, 0)).isEmpty();
    }
  }

  @Test
  void shouldTakeManyWritersAtOnce() throws Exception {
    try (EinsteinDatabaseAdapter e = open();
        EinsteinDatabaseAdapter other = open()) {
      List<CompletableFuture<Void>> writers =
          IntStream.range(0, 4)
              .mapToObj(
                  w ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < 5; i++) {
                              putUnchecked(w % 2 == 0 ? e : other, w + "-" + i);
                            }
                          }))
              .toList();
      writers.forEach(CompletableFuture::join);
      assertThat(e.size()).isEqualTo(20);
      assertThat(e.execute("SELECT version FROM bolt_similarity").get(0).getLong("version"))
          .isEqualTo(20);
      assertThat(e.stats().database().errors()).isEmpty();
    }
  }

  private static void putUnchecked(EinsteinDatabaseAdapter e, String id) {
    try {
      e.put(id, new float[] {id.hashCode(), 1}, Map.of());
    } catch (SQLException x) {
      throw new IllegalStateException(x);
    }
  }

  @Test
  void shouldReadWhatItCannotShare() throws Exception {
    if (engine == EngineKind.SQLITE) {
      return;
    }
    try (EinsteinDatabaseAdapter e = open()) {
      e.put("a", new float[] {1, 0}, Map.of());
    }
    SimilarityConfig impatient =
        config().withDatabase(config().database().withLockTimeout(Duration.ofMillis(200)));
    try (var outside = OutsideHolder.start("jdbc:duckdb:" + file() + ";access_mode=READ_ONLY;")) {
      assertThat(outside.hear()).isEqualTo("open");
      try (EinsteinDatabaseAdapter e = open(impatient)) {
        assertThat(ids(e.search(new float[] {1, 0}, 1, 0))).containsExactly("a");
        assertThat(e.stats().mode()).isEqualTo(AdapterStats.Mode.READ_ONLY);
        assertThat(e.stats().reason()).contains(Long.toString(outside.pid()));
        assertThatThrownBy(() -> e.put("b", new float[] {1, 0}, Map.of()))
            .hasMessageContaining("read only")
            .extracting(x -> ((SQLException) x).getSQLState())
            .isEqualTo("25006");
      }
    }
  }
}
