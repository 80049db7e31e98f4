package dev.bolt.agents;

import dev.bolt.database.DatabaseStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a database of a {@link Bolt} is. Immutable.
 *
 * @param file the file
 * @param state whether it answers
 * @param reason why not, or empty
 * @param answer how long the last answer took
 * @param stats what was done with it, or empty while it could not be opened
 */
public record DatabaseCondition(
    Path file, State state, String reason, Duration answer, Optional<DatabaseStats> stats) {

  /** Whether it answers. */
  public enum State {
    /** It does. */
    GOOD,
    /** It is open and does not. */
    TROUBLED,
    /** It could not be opened, which is tried again. */
    UNAVAILABLE
  }
}
