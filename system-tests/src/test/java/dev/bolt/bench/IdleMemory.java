package dev.bolt.bench;

import java.io.IOException;
import java.util.List;

/** What the idle connections of a joined process cost the host. */
final class IdleMemory implements Gauge {

  private static final int WARMUP = 200;
  private static final int CONNECTIONS = 64;

  @Override
  public String name() {
    return "figure-memory";
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        new Quantity(
            CONNECTIONS + " joined connections idle: memory in the host each", "KiB", 256));
  }

  @Override
  public double[] measure(String url) throws IOException {
    try (Probe host = Probe.start();
        Probe joined = Probe.start()) {
      host.hold(1, url);
      // What the host grows by once and for all, as its code is compiled, is not theirs.
      joined.connect(WARMUP, url);
      long before = settled(host);
      joined.hold(CONNECTIONS, url);
      return new double[] {(double) (settled(host) - before) / CONNECTIONS};
    }
  }

  private static long settled(Probe host) throws IOException {
    host.collectGarbage();
    return host.memory().residentKib();
  }
}
