package dev.bolt.cli.stress;

import dev.bolt.cli.consistency.Anomaly;
import dev.bolt.cli.consistency.AnomalyKind;
import dev.bolt.cli.consistency.Findings;
import dev.bolt.cli.consistency.Isolation;
import dev.bolt.cli.workload.Audit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the history of a run shows.
 *
 * @param promised the isolation level that the driver says it has
 * @param findings what is wrong with the history
 */
public record HistoryVerdict(Isolation promised, Findings findings) {

  private static final String NO_LEVEL = "none";

  /** The strongest level that the history does not contradict, as people read it. */
  String observed() {
    return findings.isolation().map(Isolation::label).orElse(NO_LEVEL);
  }

  /** How many anomalies of each kind there are, also of those that the level permits. */
  Map<AnomalyKind, Long> counts() {
    Map<AnomalyKind, Long> counts = new EnumMap<>(AnomalyKind.class);
    findings.anomalies().forEach(anomaly -> counts.merge(anomaly.kind(), 1L, Long::sum));
    return counts;
  }

  /** {@code history of 1,234 transactions: strong snapshot isolation, promised …}. */
  String line() {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(Locale.ROOT, "history of %,d transactions: ", findings.transactions()));
    line.append(observed()).append(", promised ").append(promised.label());
    counts()
        .forEach((kind, count) -> line.append("; ").append(count).append(' ').append(kind.label()));
    return line.toString();
  }

  /** What the level that is promised forbids: for each kind how often, and the first one. */
  Audit audit() {
    List<String> sentences = new ArrayList<>();
    Map<AnomalyKind, Long> counts = counts();
    for (Anomaly anomaly : findings.violationsOf(promised)) {
      Long count = counts.remove(anomaly.kind());
      if (count != null) {
        sentences.add((count == 1 ? "" : count + " times ") + anomaly);
      }
    }
    return new Audit(
        findings.count(AnomalyKind.LOST_APPEND),
        findings.count(AnomalyKind.DOUBLED_APPEND),
        sentences);
  }
}
