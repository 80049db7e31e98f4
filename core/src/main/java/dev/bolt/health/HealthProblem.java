package dev.bolt.health;

/**
 * Something that is wrong with a database.
 *
 * @param state how bad it is, {@link HealthState#DEGRADED} or {@link HealthState#DOWN}
 * @param area what it is about
 * @param reason what is wrong, with who and what; a sentence without a full stop
 * @param nextStep what to do about it; a sentence without a full stop
 */
public record HealthProblem(HealthState state, Area area, String reason, String nextStep) {

  /** What problems are about. */
  public enum Area {
    /** The database was closed in this process. */
    CLOSED,
    /** The file is gone, or cannot be looked at. */
    FILE,
    /** The process that hosts it. */
    HOST,
    /** A program that has it without Bolt. */
    OUTSIDE,
    /** It cannot be shared as well as it could be. */
    SHARING,
    /** The connections of this process. */
    POOL,
    /** Errors of the calls of this process. */
    ERRORS,
    /** Locks with names. */
    LOCKS,
    /** The order of those who write to a SQLite file. */
    WRITERS,
    /** The engine's log, which is not written into the file. */
    LOG,
    /** The heap of this JVM. */
    MEMORY,
    /** Room on the disk. */
    DISK,
    /** What dead processes left and cannot be removed. */
    LEFTOVERS,
    /** The monitor itself. */
    MONITOR
  }

  static HealthProblem degraded(Area area, String reason, String nextStep) {
    return new HealthProblem(HealthState.DEGRADED, area, reason, nextStep);
  }

  static HealthProblem down(Area area, String reason, String nextStep) {
    return new HealthProblem(HealthState.DOWN, area, reason, nextStep);
  }

  /** {@code DOWN: reason. Next: step.} */
  @Override
  public String toString() {
    return state + ": " + reason + ". Next: " + nextStep + ".";
  }
}
