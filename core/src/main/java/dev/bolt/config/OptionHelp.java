package dev.bolt.config;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.Collection;

/** What messages about options say. Stateless. */
final class OptionHelp {
  static final String SEE = ". See docs/options.md";

  private OptionHelp() {}

  static SQLException unknown(String name, Collection<String> known) {
    String meant =
        NearestName.of(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    return ErrorCode.INVALID_OPTION.exception(
        "Unknown option " + name + meant + (meant.isEmpty() ? SEE : SEE.substring(1)));
  }
}
