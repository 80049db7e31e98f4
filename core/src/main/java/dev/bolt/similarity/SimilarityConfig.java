package dev.bolt.similarity;

import dev.bolt.database.DatabaseConfig;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an {@link EinsteinDatabaseAdapter} works. Immutable: each {@code with} returns another one.
 *
 * @param dimension how many numbers a vector has; empty for as many as the table says, or the first
 *     vector has
 * @param metric how vectors are compared; empty for as the table says, or {@link Metric#COSINE}
 * @param approximateFrom from how many vectors on an approximate index is kept and used; empty for
 *     never. Needs {@code org.apache.lucene:lucene-core} on the class path
 * @param database how the database is opened
 */
public record SimilarityConfig(
    OptionalInt dimension,
    Optional<Metric> metric,
    OptionalInt approximateFrom,
    DatabaseConfig database) {

  /** From how many vectors on an index pays: fewer are searched in as few milliseconds. */
  private static final int MANY = 10_000;

  private static final SimilarityConfig DEFAULTS =
      new SimilarityConfig(
          OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), DatabaseConfig.defaults());

  /** Checks the ranges. */
  public SimilarityConfig {
    if (dimension.isPresent() && dimension.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "A vector has at least one number, not " + dimension.getAsInt());
    }
    if (approximateFrom.isPresent() && approximateFrom.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "A number of vectors is not negative: " + approximateFrom.getAsInt());
    }
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(database, "database");
  }

  /** What the table says or the first vector has, cosine, exact search only. */
  public static SimilarityConfig defaults() {
    return DEFAULTS;
  }

  /** With vectors of a number of numbers; a table that has others is refused. */
  public SimilarityConfig withDimension(int numbers) {
    return new SimilarityConfig(OptionalInt.of(numbers), metric, approximateFrom, database);
  }

  /** With a metric; a table that has another one is refused. */
  public SimilarityConfig withMetric(Metric other) {
    return new SimilarityConfig(dimension, Optional.of(other), approximateFrom, database);
  }

  /** With an approximate index as soon as there are 10,000 vectors. */
  public SimilarityConfig withApproximateIndex() {
    return withApproximateIndexFrom(MANY);
  }

  /** With an approximate index as soon as there are so many vectors. */
  public SimilarityConfig withApproximateIndexFrom(int vectors) {
    return new SimilarityConfig(dimension, metric, OptionalInt.of(vectors), database);
  }

  /** With another configuration of the database. */
  public SimilarityConfig withDatabase(DatabaseConfig other) {
    return new SimilarityConfig(dimension, metric, approximateFrom, other);
  }
}
