package dev.bolt.node;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An option of the engine that somebody gives, and that is another one where the engine is open
 * already.
 *
 * @param theirs the value there; null for the engine's default
 */
record OptionDifference(String name, String mine, String theirs) {

  /** A difference between the options that are given and those of the open engine, if there is. */
  static Optional<OptionDifference> between(Map<String, String> mine, Map<String, String> theirs) {
    return mine.entrySet().stream()
        .filter(option -> !Objects.equals(option.getValue(), theirs.get(option.getKey())))
        .map(
            option ->
                new OptionDifference(
                    option.getKey(), option.getValue(), theirs.get(option.getKey())))
        .findFirst();
  }

  /**
   * The refusal, which tells both values.
   *
   * @param opener who opened the engine, and the verb: "this process opened x"
   * @param advice the next step
   */
  SQLException refusal(String opener, String advice) {
    return ErrorCode.MISMATCH.exception(
        "The option "
            + name
            + " is "
            + mine
            + " here, but "
            + opener
            + " with "
            + (theirs == null ? "the engine's default" : theirs)
            + ". "
            + advice);
  }
}
