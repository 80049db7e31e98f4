package dev.bolt.cli.consistency;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong in a history; of a cycle that others depend on, one is named.
 *
 * @param transactions how many transactions it has
 * @param anomalies what was found
 */
public record Findings(int transactions, List<Anomaly> anomalies) {

  public Findings {
    anomalies = List.copyOf(anomalies);
  }

  /** What a level forbids. */
  public List<Anomaly> violationsOf(Isolation level) {
    return anomalies.stream().filter(anomaly -> !level.permits(anomaly.kind())).toList();
  }

  /** The strongest level that the history does not contradict, or empty when there is none. */
  public Optional<Isolation> isolation() {
    return Arrays.stream(Isolation.values())
        .filter(level -> violationsOf(level).isEmpty())
        .findFirst();
  }

  /** How many anomalies there are of a kind. */
  public long count(AnomalyKind kind) {
    return anomalies.stream().filter(anomaly -> anomaly.kind() == kind).count();
  }
}
