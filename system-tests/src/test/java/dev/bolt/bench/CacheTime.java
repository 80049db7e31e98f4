package dev.bolt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a cache that processes share costs, and how often they load the same. */
final class CacheTime implements Gauge {

  private static final int PROCESSES = 8;
  private static final int KEYS = 1_000;

  @Override
  public String name() {
    return "figure-cache";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity("cache: get from memory", "us", 1),
        new Quantity("cache: get from the database / a point select", "", 1.5),
        new Quantity("cache: a point select", "us", 1_000),
        new Quantity("cache: put", "us", 5_000),
        new Quantity("8 processes ask for the same 1,000 cold keys: loader calls", "", KEYS),
        new Quantity("8 processes ask for the same 1,000 cold keys: time", "s", 120));
  }

  @Override
  public double[] measure(String url) throws IOException {
    Path folder = Path.of(url.substring(url.lastIndexOf(':') + 1)).resolveSibling("cold");
    List<CacheWorker> workers = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        workers.add(CacheWorker.start(folder));
      }
      workers.forEach(CacheWorker::hear);
      double[] alone = workers.get(0).ask("alone");
      long start = System.nanoTime();
      for (CacheWorker worker : workers) {
        worker.say("load " + KEYS);
      }
      workers.forEach(CacheWorker::hear);
      double seconds = (System.nanoTime() - start) / 1e9;
      double loads = Files.readAllLines(folder.resolve(CacheWorker.LOADS)).size();
      return new double[] {
        alone[0] / 1e3, alone[1] / alone[2], alone[2] / 1e3, alone[3] / 1e3, loads, seconds
      };
    } finally {
      workers.forEach(CacheWorker::close);
    }
  }
}
