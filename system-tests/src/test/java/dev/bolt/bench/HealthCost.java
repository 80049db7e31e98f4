package dev.bolt.bench;

import dev.bolt.EngineKind;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.metrics.CallMeter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What health costs beside 10,000 queries a second: its looks, by the processor time of their
 * thread, and the counting and timing of calls that it shares with the statistics.
 */
final class HealthCost implements Gauge {

  private static final int QUERIES_PER_SECOND = 10_000;
  private static final int PER_BURST = 100;
  private static final long SECONDS = 10;
  private static final int COUNTED = 20_000_000;
  private static final String THREAD = "bolt-health";
  private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Override
  public String name() {
    return "figure-health";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("SQLite, 10,000 queries/s, looks each second: processor used, of one", "%", 1),
        new Quantity("looks each ten seconds, the default: processor used, of one", "%", 1),
        new Quantity("counting and timing 10,000 calls/s: processor used, of one", "%", 1),
        new Quantity("a look, processor time", "ms", 50));
  }

  @Override
  public double[] measure(String url) throws IOException {
    Path file = Path.of(url.substring(url.lastIndexOf(':') + 1)).resolveSibling("a.sqlite");
    DatabaseConfig config =
        DatabaseConfig.defaults()
            .withEngine(EngineKind.SQLITE)
            .withHealthInterval(Duration.ofSeconds(1));
    try (ConcurrentDatabase database = ConcurrentDatabase.open(file, config)) {
      database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)");
      database.execute("INSERT INTO t VALUES (1, 'x')");
      work(database);
      long before = processorNanos();
      work(database);
      long each = processorNanos() - before;
      double look = each / MILLI / SECONDS;
      return new double[] {look / 10, look / 100, counting(), look};
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** Queries at a steady rate. */
  private static void work(ConcurrentDatabase database) throws SQLException {
    long start = System.nanoTime();
    for (long burst = 0; burst < SECONDS * QUERIES_PER_SECOND / PER_BURST; burst++) {
      for (int i = 0; i < PER_BURST; i++) {
        database.query("SELECT body FROM t WHERE id = ?", 1);
      }
      long due = start + (burst + 1) * TimeUnit.SECONDS.toNanos(PER_BURST) / QUERIES_PER_SECOND;
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  private static long processorNanos() throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(THREAD)) {
        return threads.getThreadCpuTime(thread.getId());
      }
    }
    throw new IOException("There is no thread " + THREAD);
  }

  /** Of a processor, in per cent; both looks at the clock included. */
  private static double counting() {
    CallMeter meter = new CallMeter();
    long nanos = 0;
    for (int round = 0; round < 2; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < COUNTED; i++) {
        meter.queried(System.nanoTime());
      }
      nanos = System.nanoTime() - start;
    }
    return 100.0 * nanos / COUNTED * QUERIES_PER_SECOND / TimeUnit.SECONDS.toNanos(1);
  }
}
