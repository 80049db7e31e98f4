package dev.bolt.bench;

import java.io.IOException;
import java.util.List;

/** How long a process needs for a new connection to a live host, once it has had one before. */
final class ConnectTime implements Gauge {

  private static final int WARMUP = 20;
  private static final int TIMES = 100;

  @Override
  public String name() {
    return "figure-connect";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(new Quantity("connect to a live host and first row, warm JVM", "ms", 30));
  }

  @Override
  public double[] measure(String url) throws IOException {
    try (Probe host = Probe.start();
        Probe joined = Probe.start()) {
      host.hold(1, url);
      joined.connect(WARMUP, url);
      return new double[] {Medians.of(joined.connect(TIMES, url))};
    }
  }
}
