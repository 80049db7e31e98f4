package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a query of SQLite may give another answer each time it runs on the same data. Stateless;
 * the answer goes by the text, so what hides in a view is not seen.
 */
public final class VaryingAnswers {

  private static final Set<String> KEYWORDS =
      Set.of("current_date", "current_time", "current_timestamp");

  /** Functions that never give the same, or tell about the connection. */
  private static final Set<String> FUNCTIONS =
      Set.of("random", "randomblob", "changes", "total_changes", "last_insert_rowid");

  /** Functions that tell the time of now, if they are not given one. */
  private static final Set<String> CLOCKS =
      Set.of("date", "time", "datetime", "julianday", "unixepoch");

  private VaryingAnswers() {}

  /** Whether a statement may give another answer each time. */
  public static boolean possible(SqlStatement statement) {
    Words words = new Words(Lexer.tokens(statement.text(), EngineKind.SQLITE));
    while (!words.atEnd()) {
      if (varies(words.next(), words)) {
        return true;
      }
    }
    return false;
  }

  private static boolean varies(Token token, Words rest) {
    String value = token.value().toLowerCase(Locale.ROOT);
    // A text in double quotes is a string to SQLite where there is no column of that name.
    boolean now = value.equals("now") && token.type() != Token.Type.WORD;
    return now
        || KEYWORDS.contains(value)
        || rest.peek(0).is('(') && (FUNCTIONS.contains(value) || tellsNow(value, rest));
  }

  private static boolean tellsNow(String function, Words arguments) {
    return CLOCKS.contains(function) && arguments.peek(1).is(')')
        || function.equals("strftime") && arguments.peek(2).is(')');
  }
}
