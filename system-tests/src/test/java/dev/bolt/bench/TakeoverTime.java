package dev.bolt.bench;

import dev.bolt.DatabaseId;
import dev.bolt.node.CurrentHost;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the kill of a host until processes that had joined it are answered by the
 * next: each of them asks at the moment of the kill. The file has 100 MB, and one of them has
 * written row by row until then.
 */
final class TakeoverTime implements Gauge {

  private static final int FILE_MEGABYTES = 100;
  private static final int WRITE_SECONDS = 10;

  /** After this time a process that joined is ready to take over. */
  private static final long SETTLE_MILLIS = 3_000;

  private final String name;
  private final int joined;
  private final int kills;
  private final List<Quantity> quantities;

  private TakeoverTime(String name, int joined, int kills, List<Quantity> quantities) {
    this.name = name;
    this.joined = joined;
    this.kills = kills;
    this.quantities = quantities;
  }

  /** The takeover that a few notice. */
  static TakeoverTime ofFew() {
    String what = "host killed, 8 joined, 100 MB: ";
    return new TakeoverTime(
        "figure-takeover",
        8,
        7,
        List.of(
            new Quantity(what + "first answer, median", "ms", 150),
            new Quantity(what + "first answer, worst", "ms", 1_000),
            new Quantity(what + "all answered, median", "ms", 1_000)));
  }

  /** The takeover that many notice. */
  static TakeoverTime ofMany() {
    String what = "host killed, 64 joined, 100 MB: ";
    return new TakeoverTime(
        "figure-herd",
        64,
        1,
        List.of(
            new Quantity(what + "first answer, median", "ms", 5_000),
            new Quantity(what + "first answer, worst", "ms", 5_000),
            new Quantity(what + "all answered, median", "ms", 5_000)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Quantity> quantities() {
    return quantities;
  }

  @Override
  public double[] measure(String url) throws IOException {
    List<Probe> probes = new ArrayList<>();
    try {
      probes.add(Probe.start());
      probes.get(0).create(url);
      probes.get(0).hold(1, url);
      probes.get(0).fill(FILE_MEGABYTES);
      while (probes.size() <= joined) {
        probes.add(joinedProbe(url));
      }
      return measure(probes, url);
    } catch (SQLException | ExecutionException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      for (Probe probe : probes) {
        probe.kill();
      }
    }
  }

  private double[] measure(List<Probe> probes, String url)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    DatabaseId database = DatabaseId.of(Path.of(url.substring(url.lastIndexOf(':') + 1)));
    List<Double> first = new ArrayList<>();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      Thread.sleep(SETTLE_MILLIS);
      long pid = CurrentHost.of(database).orElseThrow().pid();
      Probe host = probes.stream().filter(probe -> probe.pid() == pid).findAny().orElseThrow();
      probes.remove(host);
      probes.get(0).write(WRITE_SECONDS);
      List<Double> answers = afterKill(host, probes);
      first.add(answers.get(0));
      all.add(answers.get(answers.size() - 1));
      probes.add(joinedProbe(url));
    }
    double worst = first.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return new double[] {
      Medians.of(first, Double::doubleValue), worst, Medians.of(all, Double::doubleValue)
    };
  }

  /** After how many milliseconds each was answered, the shortest first. */
  private static List<Double> afterKill(Probe host, List<Probe> others)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    host.kill();
    List<CompletableFuture<Double>> answers = new ArrayList<>();
    for (Probe probe : others) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> {
                probe.readHeld();
                return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
              },
              task -> new Thread(task).start()));
    }
    List<Double> millis = new ArrayList<>();
    for (CompletableFuture<Double> answer : answers) {
      millis.add(answer.get());
    }
    millis.sort(null);
    return millis;
  }

  private static Probe joinedProbe(String url) throws IOException {
    Probe probe = Probe.start();
    probe.hold(1, url);
    return probe;
  }
}
