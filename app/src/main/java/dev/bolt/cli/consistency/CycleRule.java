package dev.bolt.cli.consistency;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Cycles that have the same meaning. They are looked for one rule after the other. */
enum CycleRule {
  /** Only writes. */
  WRITES(
      Instants::serial,
      EnumSet.of(DependencyType.WRITE_WRITE),
      DependencyType.WRITE_WRITE,
      EnumSet.of(AnomalyKind.G0)),
  /** Writes and at least one read of them. */
  FLOW(
      Instants::serial,
      EnumSet.of(DependencyType.WRITE_WRITE, DependencyType.WRITE_READ),
      DependencyType.WRITE_READ,
      EnumSet.of(AnomalyKind.G1C)),
  /** What no snapshots can explain. */
  SNAPSHOT(
      Instants::snapshot,
      EnumSet.complementOf(EnumSet.of(DependencyType.REAL_TIME)),
      DependencyType.READ_WRITE,
      EnumSet.of(AnomalyKind.G_SINGLE, AnomalyKind.G_NONADJACENT)),
  /** What no snapshots can explain that are as new as they must be. */
  RECENT_SNAPSHOT(
      Instants::snapshot,
      EnumSet.allOf(DependencyType.class),
      DependencyType.REAL_TIME,
      EnumSet.of(AnomalyKind.REAL_TIME_CYCLE)),
  /** What no serial order can explain. */
  SERIAL(
      Instants::serial,
      EnumSet.complementOf(EnumSet.of(DependencyType.REAL_TIME)),
      DependencyType.READ_WRITE,
      EnumSet.of(AnomalyKind.G2)),
  /** What no serial order can explain that agrees with time. */
  STRICT_SERIAL(
      Instants::serial,
      EnumSet.allOf(DependencyType.class),
      DependencyType.REAL_TIME,
      EnumSet.of(AnomalyKind.REAL_TIME_SKEW));

  private final Model model;
  private final Set<DependencyType> used;
  private final DependencyType essential;
  private final Set<AnomalyKind> kinds;

  CycleRule(
      Model model, Set<DependencyType> used, DependencyType essential, Set<AnomalyKind> kinds) {
    this.model = model;
    this.used = used;
    this.essential = essential;
    this.kinds = kinds;
  }

  private interface Model {
    Instants of(int transactions, List<Dependency> dependencies);
  }

  /** The moments among which such a cycle is one. */
  Instants instants(int transactions, List<Dependency> dependencies) {
    List<Dependency> relevant =
        dependencies.stream().filter(dependency -> used.contains(dependency.type())).toList();
    return model.of(transactions, relevant);
  }

  /** Whether a dependency is of the type without which a cycle is one of an earlier rule. */
  boolean needs(Dependency dependency) {
    return dependency.type() == essential;
  }

  /** Whether a cycle is such a one and not one of another rule. */
  boolean matches(AnomalyKind kind) {
    return kinds.contains(kind);
  }
}
