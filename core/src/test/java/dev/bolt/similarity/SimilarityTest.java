package dev.bolt.similarity;

import dev.bolt.EngineKind;
import dev.bolt.database.DatabaseConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of vectors share: each runs on a fresh file of each engine. */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(60)
abstract class SimilarityTest {
  static final String TABLE = "embeddings";

  @Parameter EngineKind engine;
  @TempDir Path folder;
  final Random random = new Random(7);

  final Path file() {
    return folder.resolve(engine == EngineKind.DUCKDB ? "a.duckdb" : "a.sqlite");
  }

  final SimilarityConfig config() {
    return SimilarityConfig.defaults()
        .withDatabase(
            DatabaseConfig.defaults()
                .withMaxConnections(4)
                .withLockTimeout(Duration.ofSeconds(20)));
  }

  final EinsteinDatabaseAdapter open() throws SQLException {
    return open(config());
  }

  final EinsteinDatabaseAdapter open(SimilarityConfig config) throws SQLException {
    return EinsteinDatabaseAdapter.open(file(), TABLE, config);
  }

  final float[] vector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  final List<Embedding> vectors(String prefix, int count, int dimension) {
    List<Embedding> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(Embedding.of(prefix + i, vector(dimension), Map.of("number", i)));
    }
    return all;
  }

  static List<String> ids(List<Match> matches) {
    return matches.stream().map(Match::id).toList();
  }
}
