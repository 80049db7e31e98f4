package dev.bolt.cli.stress;

import dev.bolt.cli.workload.OperationKind;
import dev.bolt.cli.workload.Workload;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What the workers of a run told. Thread-safe. */
final class Tally {

  private final Workload workload;
  private final Map<OperationKind, Histogram> latencies = new EnumMap<>(OperationKind.class);
  private final Map<OperationKind, Long> retries = new EnumMap<>(OperationKind.class);
  private final Map<OperationKind, Long> errors = new EnumMap<>(OperationKind.class);
  private final Map<OperationKind, Long> unknown = new EnumMap<>(OperationKind.class);
  private final Map<ErrorKind, Long> errorKinds = new HashMap<>();
  private final Map<Integer, Map<Long, Boolean>> mishaps = new HashMap<>();

  Tally(Workload workload) {
    this.workload = workload;
    for (OperationKind kind : workload.kinds()) {
      latencies.put(kind, LatencyRange.histogram());
    }
  }

  synchronized void add(WorkerMessage.Latencies message) {
    latencies.get(message.kind()).add(message.histogram());
  }

  synchronized void add(WorkerMessage.Retries message) {
    retries.merge(message.kind(), message.count(), Long::sum);
  }

  synchronized void add(WorkerMessage.Mishap message) {
    OperationKind kind = workload.kindOf(message.client(), message.sequence());
    (message.unknown() ? unknown : errors).merge(kind, 1L, Long::sum);
    errorKinds.merge(message.error(), 1L, Long::sum);
    mishaps
        .computeIfAbsent(message.client(), any -> new TreeMap<>())
        .put(message.sequence(), message.unknown());
  }

  synchronized long totalErrors() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized long totalUnknown() {
    return unknown.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized Map<ErrorKind, Long> errorKinds() {
    return Map.copyOf(errorKinds);
  }

  /** The operations of a client that were not acknowledged: whether they may have been done. */
  synchronized Map<Long, Boolean> mishaps(int client) {
    return Map.copyOf(mishaps.getOrDefault(client, Map.of()));
  }

  /** The figures of one kind over a measurement of so many seconds. */
  synchronized OperationFigures figures(OperationKind kind, double seconds) {
    Histogram histogram = latencies.get(kind);
    return new OperationFigures(
        kind,
        histogram.getTotalCount(),
        histogram.getTotalCount() / seconds,
        histogram.getValueAtPercentile(50) / 1000.0,
        histogram.getValueAtPercentile(99) / 1000.0,
        histogram.getMaxValue() / 1000.0,
        retries.getOrDefault(kind, 0L),
        errors.getOrDefault(kind, 0L),
        unknown.getOrDefault(kind, 0L));
  }
}
