package dev.bolt.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What locks across processes cost, and how fair they are. */
final class LockTime implements Gauge {

  private static final int COUNT = 0;
  private static final int HAND_OVERS = 1;
  private static final int LONGEST = 2;
  private static final int ALL = 3;
  private static final int NUMBERS = 4;

  private static final int CROWD = 8;
  private static final int THREADS = 4;
  private static final long CROWD_MILLIS = 10_000;
  private static final long MILLIS = 3_000;
  private static final int KILLS = 7;
  private static final double MICROS = TimeUnit.MICROSECONDS.toNanos(1);
  private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  @Override
  public String name() {
    return "figure-locks";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("lock and release, nobody else", "us", 2),
        new Quantity("hand-over between two processes", "us", 150),
        new Quantity("8 processes x 4 threads: longest wait / mean wait", "", 3),
        new Quantity("8 processes x 4 threads: mean turns / fewest turns of a thread", "", 3),
        new Quantity("8 processes x 4 threads: a turn", "us", 150),
        new Quantity("7 processes wait: processor used, of one", "%", 5),
        new Quantity("holder killed until the next has it, median", "ms", 50),
        new Quantity("holder killed until the next has it, worst", "ms", 100));
  }

  @Override
  public double[] measure(String url) throws IOException {
    Path database = Path.of(url.substring(url.lastIndexOf(':') + 1));
    List<LockWorker> workers = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        workers.add(LockWorker.start(database));
      }
      return measure(workers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      workers.forEach(LockWorker::kill);
    }
  }

  private double[] measure(List<LockWorker> workers) throws IOException, InterruptedException {
    run(workers.subList(0, 1), 1, MILLIS);
    double alone = perTurn(run(workers.subList(0, 1), 1, MILLIS), COUNT, MILLIS);
    run(workers.subList(0, 2), 1, MILLIS);
    double handOver = perTurn(run(workers.subList(0, 2), 1, MILLIS), HAND_OVERS, MILLIS);
    run(workers, THREADS, MILLIS);
    List<long[]> crowd = run(workers, THREADS, CROWD_MILLIS);
    double turns = sum(crowd, COUNT);
    double longest = crowd.stream().mapToLong(t -> t[LONGEST]).max().orElseThrow();
    double fewest = crowd.stream().mapToLong(t -> t[COUNT]).min().orElseThrow();
    double idle = idle(workers);
    List<Double> deaths = deaths(workers);
    return new double[] {
      alone,
      handOver,
      longest / (sum(crowd, ALL) / turns),
      turns / crowd.size() / Math.max(1, fewest),
      perTurn(crowd, COUNT, CROWD_MILLIS),
      idle,
      Medians.of(deaths, Double::doubleValue),
      deaths.stream().mapToDouble(Double::doubleValue).max().orElseThrow()
    };
  }

  /** Has workers take turns; the numbers of each of their threads. */
  private static List<long[]> run(List<LockWorker> workers, int threads, long millis)
      throws IOException {
    for (LockWorker worker : workers) {
      worker.say("run " + threads + " " + millis);
    }
    List<long[]> all = new ArrayList<>();
    for (LockWorker worker : workers) {
      long[] numbers = worker.hear();
      for (int i = 0; i < threads; i++) {
        long[] one = new long[NUMBERS];
        System.arraycopy(numbers, i * NUMBERS, one, 0, NUMBERS);
        all.add(one);
      }
    }
    return all;
  }

  private static double perTurn(List<long[]> threads, int what, long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis) / MICROS / sum(threads, what);
  }

  private static double sum(List<long[]> threads, int what) {
    return threads.stream().mapToLong(t -> t[what]).sum();
  }

  /** The first has the lock, and the others wait. */
  private static double idle(List<LockWorker> workers) throws IOException, InterruptedException {
    workers.get(0).say("acquire");
    workers.get(0).hear();
    List<LockWorker> others = workers.subList(1, workers.size());
    for (LockWorker worker : others) {
      worker.say("acquire");
      // So that they stand in the order in which they are killed.
      Thread.sleep(50);
    }
    Thread.sleep(MILLIS);
    long before = processorNanos(others);
    Thread.sleep(MILLIS);
    long used = processorNanos(others) - before;
    return 100.0 * used / TimeUnit.MILLISECONDS.toNanos(MILLIS);
  }

  private static long processorNanos(List<LockWorker> workers) {
    return workers.stream().mapToLong(LockWorker::processorNanos).sum();
  }

  /** Kills holders one after the other; the milliseconds until the next had the lock. */
  private static List<Double> deaths(List<LockWorker> workers)
      throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      Thread.sleep(500);
      long start = System.nanoTime();
      workers.get(i).kill();
      millis.add((workers.get(i + 1).hear()[0] - start) / MILLI);
    }
    return millis;
  }
}
