package dev.bolt.cli.consistency;

import java.util.EnumSet;
import java.util.Set;

/** Isolation levels, the stronger ones first, by what they permit. */
public enum Isolation {
  /** As if one transaction ran after the other, each at a moment between its two events. */
  STRICT_SERIALIZABLE("strict serializable", EnumSet.noneOf(AnomalyKind.class)),
  /**
   * Each transaction reads what was committed when it began; two that overlap write not the same.
   */
  STRONG_SNAPSHOT(
      "strong snapshot isolation", EnumSet.of(AnomalyKind.G2, AnomalyKind.REAL_TIME_SKEW)),
  /** As if one transaction ran after the other. */
  SERIALIZABLE(
      "serializable",
      EnumSet.of(AnomalyKind.STALE_READ, AnomalyKind.REAL_TIME_CYCLE, AnomalyKind.REAL_TIME_SKEW)),
  /** As {@link #STRONG_SNAPSHOT}, but what a transaction reads may be old. */
  SNAPSHOT(
      "snapshot isolation",
      EnumSet.of(
          AnomalyKind.G2,
          AnomalyKind.STALE_READ,
          AnomalyKind.REAL_TIME_CYCLE,
          AnomalyKind.REAL_TIME_SKEW));

  private final String label;
  private final Set<AnomalyKind> permitted;

  Isolation(String label, Set<AnomalyKind> permitted) {
    this.label = label;
    this.permitted = permitted;
  }

  /** The name that people read. */
  public String label() {
    return label;
  }

  /** Whether histories of this level may show an anomaly. */
  public boolean permits(AnomalyKind kind) {
    return permitted.contains(kind);
  }
}
