package dev.bolt.health;

import dev.bolt.ErrorCode;
import dev.bolt.health.HealthProblem.Area;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which errors of calls say that something is wrong with the database or its surroundings. The
 * caller's own ones, such as a wrong statement or a duplicate key, do not. Stateless.
 */
final class ErrorRules {

  /** Below so many, conflicts are chance. */
  private static final long MANY_CONFLICTS = 20;

  /** And while no more than one call in so many is one, retries make up for them. */
  private static final long CONFLICT_SHARE = 10;

  /**
   * What an error means.
   *
   * @param what what happened, as the rest of a sentence that begins with a number
   * @param nextStep what to do
   * @param fatal whether the database is down when no call succeeds beside it
   */
  private record Meaning(String what, String nextStep, boolean fatal) {}

  private static final String READ_THEM = "Read the messages of the exceptions";

  /** By SQLState; of codes that share one, the first. The worst come first. */
  private static final Map<String, Meaning> MEANINGS = new LinkedHashMap<>();

  static {
    put(
        ErrorCode.CORRUPT,
        "found the file damaged",
        "Stop writing, keep a copy of the file as it is, and restore the last good one",
        true);
    put(ErrorCode.DISK_FULL, "found the disk full", "Make room on the disk of the database", true);
    put(
        ErrorCode.IO,
        "could not read or write a file",
        "Look at the system's log for faults of the disk",
        true);
    put(
        ErrorCode.DURABILITY_UNKNOWN,
        "committed, but the disk failed then",
        "Look at the system's log for faults of the disk, and at what was committed",
        true);
    put(
        ErrorCode.ENGINE_FAILED,
        "met a fatal error of the engine",
        READ_THEM + "; the engine is opened again by itself",
        true);
    put(
        ErrorCode.OUT_OF_MEMORY,
        "found no memory for the engine",
        "Raise memory_limit, or run fewer large queries at once",
        true);
    put(
        ErrorCode.OUTCOME_UNKNOWN,
        "do not know whether they are committed, since the host did not answer",
        "Ask by OutcomeUnknownException what became of each; see the state of the host",
        true);
    put(
        ErrorCode.CONNECTION_LOST,
        "lost their connection",
        READ_THEM + "; see the state of the host",
        true);
    put(ErrorCode.CANNOT_OPEN, "could not open the database", READ_THEM, true);
    put(
        ErrorCode.MISMATCH,
        "found the host with other options or of another version",
        "Use the same options and versions in all processes",
        true);
    put(
        ErrorCode.LOCK_TIMEOUT,
        "waited in vain for a lock",
        "bolt info shows who has it; end that transaction, or raise lockTimeout",
        true);
    put(
        ErrorCode.POOL_EXHAUSTED,
        "found no free connection",
        "Close streams and end transactions sooner, or raise maxConnections",
        false);
  }

  private ErrorRules() {}

  private static void put(ErrorCode code, String what, String nextStep, boolean fatal) {
    MEANINGS.put(code.sqlState(), new Meaning(what, nextStep, fatal));
  }

  static List<HealthProblem> problems(Activity activity) {
    List<HealthProblem> problems = new ArrayList<>();
    MEANINGS.forEach(
        (state, meaning) -> {
          long count = activity.errors().getOrDefault(state, 0L);
          if (count > 0) {
            problems.add(problem(activity, state, count, meaning));
          }
        });
    addConflicts(problems, activity);
    return problems;
  }

  private static HealthProblem problem(
      Activity activity, String state, long count, Meaning meaning) {
    boolean nothingElse = activity.operations() + activity.transactions().count() == 0;
    return new HealthProblem(
        meaning.fatal && nothingElse ? HealthState.DOWN : HealthState.DEGRADED,
        Area.ERRORS,
        count
            + (count == 1 ? " call" : " calls")
            + " of the last "
            + activity.window().toSeconds()
            + " s "
            + meaning.what
            + " (SQLState "
            + state
            + ")"
            + (nothingElse ? ", and none succeeded" : ""),
        meaning.nextStep);
  }

  private static void addConflicts(List<HealthProblem> problems, Activity activity) {
    long conflicts =
        activity.errors().getOrDefault(ErrorCode.SERIALIZATION_FAILURE.sqlState(), 0L)
            + activity.errors().getOrDefault(ErrorCode.DEADLOCK.sqlState(), 0L);
    if (conflicts >= MANY_CONFLICTS && conflicts * CONFLICT_SHARE > activity.operations()) {
      problems.add(
          HealthProblem.degraded(
              Area.ERRORS,
              conflicts
                  + " conflicts beside "
                  + activity.operations()
                  + " calls in the last "
                  + activity.window().toSeconds()
                  + " s (SQLState 40001, 40P01)",
              "Make transactions shorter, or have fewer write the same rows at once"));
    }
  }
}
