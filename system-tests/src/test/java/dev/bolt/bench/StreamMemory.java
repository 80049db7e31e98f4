package dev.bolt.bench;

import java.io.IOException;
import java.util.List;

/** How much both sides grow while a joined process reads a large result. */
final class StreamMemory implements Gauge {

  private static final int ROWS = 10_000_000;
  private static final String SMALL_HEAP = "-Xmx64m";
  private static final double KIB_PER_MIB = 1024;

  @Override
  public String name() {
    return "figure-stream";
  }

  @Override
  public List<Quantity> quantities() {
    String what = "10 million rows read in a joined process (" + SMALL_HEAP + "): growth of the ";
    return List.of(
        new Quantity(what + "host", "MiB", 128), new Quantity(what + "reader", "MiB", 128));
  }

  @Override
  public double[] measure(String url) throws IOException {
    try (Probe host = Probe.start(SMALL_HEAP);
        Probe reader = Probe.start(SMALL_HEAP)) {
      host.hold(1, url);
      reader.hold(1, url);
      long hostBefore = host.memory().residentKib();
      long readerBefore = reader.memory().residentKib();
      host.memory().resetPeak();
      reader.memory().resetPeak();
      reader.stream(ROWS, url);
      return new double[] {
        (host.memory().peakKib() - hostBefore) / KIB_PER_MIB,
        (reader.memory().peakKib() - readerBefore) / KIB_PER_MIB
      };
    }
  }
}
