package dev.bolt.health;

/** How a database fares; the later, the worse. */
public enum HealthState {
  /** Nothing is wrong. */
  UP,
  /** Calls are served, but something is not as it should be. */
  DEGRADED,
  /** Calls fail or wait, and will until something is done. */
  DOWN
}
