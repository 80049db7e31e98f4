package dev.bolt.bench;

import dev.bolt.similarity.EinsteinDatabaseAdapter;
import dev.bolt.similarity.Embedding;
import dev.bolt.similarity.IndexState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the search for similar vectors takes, beside plain DuckDB on a copy of the same file. */
final class SimilarityTime implements Gauge {
  private static final int VECTORS = Integer.getInteger("vectors", 100_000);
  private static final int LIMIT = 10;
  private static final int WARMUP = 3;
  private static final int EXACT = 20;
  private static final int APPROXIMATE = 200;
  private static final int UNTIL_COMPILED = 2_000;
  private static final int COMPARED = 100;
  private static final int SEARCHERS = 4;
  private static final int PER_SECOND = 100;
  private static final long MILLIS = 6_000;
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;

  @Override
  public String name() {
    return "figure-similarity";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("putAll of 100,000 vectors x 384", "s", 20),
        new Quantity("exact search of the 10 best of them", "ms", 85),
        new Quantity("the same / plain DuckDB", "", 1.1),
        new Quantity("approximate search of the 10 best of them", "ms", 3),
        new Quantity("of the 10 best an approximate search misses", "%", 5),
        Quantity.toldOnly("its index, built anew", "s"),
        new Quantity("4 processes search by the index: with 100 writes/s / without", "", 2),
        new Quantity("4 processes search exactly: with 100 writes/s / without", "", 2),
        new Quantity("errors of these", "", 0));
  }

  @Override
  public double[] measure(String url) throws IOException {
    Path file = Path.of(url.substring(url.lastIndexOf(':') + 1));
    try {
      double[] alone = alone(file);
      double[] indexed = together(file, true);
      double[] exact = together(file, false);
      return new double[] {
        alone[0],
        alone[1],
        alone[2],
        alone[3],
        alone[4],
        alone[5],
        indexed[0],
        exact[0],
        indexed[1] + exact[1]
      };
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static double[] alone(Path file) throws SQLException, IOException, InterruptedException {
    double put = put(file);
    Path copy = file.resolveSibling("plain.duckdb");
    Files.copy(file, copy);
    List<Double> bolt = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    VectorData data = new VectorData(2);
    try (EinsteinDatabaseAdapter e = SearchWorker.open(file, false);
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + copy)) {
      for (int i = 0; i < WARMUP + EXACT; i++) {
        float[] query = data.next();
        long start = System.nanoTime();
        e.search(query, LIMIT, -1);
        long middle = System.nanoTime();
        plain(connection, query);
        long end = System.nanoTime();
        if (i >= WARMUP) {
          bolt.add((middle - start) / MILLI);
          plain.add((end - middle) / MILLI);
        }
      }
      double exact = Medians.of(bolt, Double::doubleValue);
      double[] approximate = approximate(file, connection, data);
      return new double[] {
        put,
        exact,
        exact / Medians.of(plain, Double::doubleValue),
        approximate[0],
        approximate[1],
        approximate[2]
      };
    }
  }

  private static double put(Path file) throws SQLException {
    List<Embedding> all = new VectorData(1).embeddings(VECTORS);
    try (EinsteinDatabaseAdapter e = SearchWorker.open(file, false)) {
      long start = System.nanoTime();
      e.putAll(all);
      return (System.nanoTime() - start) / SECOND;
    }
  }

  private static Set<String> plain(Connection connection, float[] query) throws SQLException {
    StringBuilder text = new StringBuilder("[");
    for (float number : query) {
      text.append(text.length() == 1 ? "" : ",").append(number);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT id, content_hash, CAST(metadata AS TEXT) AS metadata,"
                + " array_cosine_similarity(vector, CAST(? AS FLOAT[384])) AS similarity"
                + " FROM embeddings ORDER BY similarity DESC LIMIT 10")) {
      statement.setString(1, text.append(']').toString());
      Set<String> ids = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      return ids;
    }
  }

  private static double[] approximate(Path file, Connection plain, VectorData data)
      throws SQLException, InterruptedException {
    try (EinsteinDatabaseAdapter e = SearchWorker.open(file, true)) {
      long start = System.nanoTime();
      awaitIndex(e, data.next());
      double built = (System.nanoTime() - start) / SECOND;
      for (int i = 0; i < UNTIL_COMPILED; i++) {
        e.search(data.next(), LIMIT, -1);
      }
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < APPROXIMATE; i++) {
        float[] query = data.next();
        long before = System.nanoTime();
        e.search(query, LIMIT, -1);
        times.add((System.nanoTime() - before) / MILLI);
      }
      int missed = 0;
      for (int i = 0; i < COMPARED; i++) {
        float[] query = data.next();
        Set<String> best = plain(plain, query);
        e.search(query, LIMIT, -1).forEach(match -> best.remove(match.id()));
        missed += best.size();
      }
      return new double[] {
        Medians.of(times, Double::doubleValue), 100.0 * missed / (LIMIT * COMPARED), built
      };
    }
  }

  private static void awaitIndex(EinsteinDatabaseAdapter e, float[] query)
      throws SQLException, InterruptedException {
    while (e.stats().index().condition() != IndexState.Condition.READY) {
      e.search(query, LIMIT, -1);
      Thread.sleep(1_000);
    }
  }

  /** How much longer a search takes while another process writes, and how many calls failed. */
  private static double[] together(Path file, boolean indexed)
      throws IOException, InterruptedException {
    List<SearchWorker> searchers = new ArrayList<>();
    SearchWorker writer = SearchWorker.start(file, indexed);
    try {
      for (int i = 0; i < SEARCHERS; i++) {
        searchers.add(SearchWorker.start(file, indexed));
      }
      search(searchers);
      double[] before = search(searchers);
      writer.say("write " + MILLIS + " " + PER_SECOND);
      double[] during = search(searchers);
      long[] written = writer.hear();
      return new double[] {during[0] / before[0], before[1] + during[1] + written[2]};
    } finally {
      searchers.forEach(SearchWorker::kill);
      writer.kill();
    }
  }

  /** The mean milliseconds of a search, and how many failed. */
  private static double[] search(List<SearchWorker> searchers) throws IOException {
    for (SearchWorker searcher : searchers) {
      searcher.say("search " + MILLIS);
    }
    double count = 0;
    double nanos = 0;
    double errors = 0;
    for (SearchWorker searcher : searchers) {
      long[] numbers = searcher.hear();
      count += numbers[0];
      nanos += numbers[1];
      errors += numbers[2];
    }
    return new double[] {nanos / MILLI / count, errors};
  }
}
