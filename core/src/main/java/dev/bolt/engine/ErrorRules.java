package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells a code by the beginning of a message; the first rule that fits counts. Immutable once
 * built.
 *
 * <p>Rules look at the beginning only, because further on messages quote values of the user.
 */
final class ErrorRules {
  private record Rule(Pattern beginning, ErrorCode code) {}

  private final List<Rule> rules = new ArrayList<>();

  /** Adds a rule: a message that begins like this regular expression has that code. */
  ErrorRules add(String beginning, ErrorCode code) {
    rules.add(new Rule(Pattern.compile(beginning, Pattern.DOTALL), code));
    return this;
  }

  /** The code of the first rule that fits, or the one given where none does. */
  ErrorCode code(String message, ErrorCode otherwise) {
    for (Rule rule : rules) {
      if (rule.beginning().matcher(message).lookingAt()) {
        return rule.code();
      }
    }
    return otherwise;
  }
}
