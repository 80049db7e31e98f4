package dev.bolt.cli.stress;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The latencies that can be told apart: up to two hours, in nanoseconds, with three digits. The
 * same for all histograms of a run, as those that grow while they are recorded, sent and added up
 * do not fit into each other. Stateless.
 */
final class LatencyRange {

  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(2);
  private static final int SIGNIFICANT_DIGITS = 3;

  private LatencyRange() {}

  static Recorder recorder() {
    return new Recorder(LONGEST_NANOS, SIGNIFICANT_DIGITS);
  }

  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
  }

  /** The nearest value that can be recorded. */
  static long clamp(long nanos) {
    return Math.max(0, Math.min(LONGEST_NANOS, nanos));
  }

  /** The histogram of an encoded one. */
  static Histogram decode(ByteBuffer bytes) throws DataFormatException {
    return Histogram.decodeFromCompressedByteBuffer(bytes, LONGEST_NANOS);
  }
}
