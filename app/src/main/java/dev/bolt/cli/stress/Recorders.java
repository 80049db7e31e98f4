package dev.bolt.cli.stress;

import dev.bolt.cli.workload.OperationKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What the clients of a worker measured since the last report. Thread-safe. */
final class Recorders {

  private final Map<OperationKind, Recorder> latencies = new EnumMap<>(OperationKind.class);
  private final Map<OperationKind, LongAdder> retries = new EnumMap<>(OperationKind.class);

  Recorders(Iterable<OperationKind> kinds) {
    for (OperationKind kind : kinds) {
      latencies.put(kind, LatencyRange.recorder());
      retries.put(kind, new LongAdder());
    }
  }

  void succeeded(OperationKind kind, long nanos) {
    latencies.get(kind).recordValue(LatencyRange.clamp(nanos));
  }

  void retried(OperationKind kind, long count) {
    retries.get(kind).add(count);
  }

  /** Sends what there is and begins anew. Called by one thread at a time. */
  void flush(Consumer<WorkerMessage> parent) {
    latencies.forEach(
        (kind, recorder) -> {
          Histogram interval = recorder.getIntervalHistogram();
          if (interval.getTotalCount() > 0) {
            parent.accept(new WorkerMessage.Latencies(kind, interval));
          }
        });
    retries.forEach(
        (kind, adder) -> {
          long count = adder.sumThenReset();
          if (count > 0) {
            parent.accept(new WorkerMessage.Retries(kind, count));
          }
        });
  }
}
