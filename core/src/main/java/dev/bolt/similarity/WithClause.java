package dev.bolt.similarity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts tables of a WITH clause in front of a query. Stateless. */
final class WithClause {
  private static final Pattern WITH =
      Pattern.compile(
          "\\A(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*WITH\\s+(RECURSIVE\\s+)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private WithClause() {}

  /**
   * A query with further tables before its own.
   *
   * @param tables as they stand behind WITH
   */
  static String before(String query, String tables) {
    Matcher own = WITH.matcher(query);
    if (!own.lookingAt()) {
      return "WITH " + tables + " " + query;
    }
    return (own.group(1) == null ? "WITH " : "WITH RECURSIVE ")
        + tables
        + ", "
        + query.substring(own.end());
  }
}
