package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.List;

/**
 * Tells the semicolon that ends a statement from those inside of a trigger's body.
 *
 * <p>A body ends as SQLite's own {@code sqlite3_complete} sees it: at a semicolon after an END
 * after a semicolon. So an END of a CASE, or a column of that name, does not end it.
 */
final class StatementEnd {
  private final EngineKind engine;

  StatementEnd(EngineKind engine) {
    this.engine = engine;
  }

  /**
   * Whether a token ends a statement.
   *
   * @param before the tokens of the statement so far
   */
  boolean isReachedBy(Token token, List<Token> before) {
    return token.type() == Token.Type.SEMICOLON && !isInsideTrigger(before);
  }

  private boolean isInsideTrigger(List<Token> before) {
    int size = before.size();
    return engine == EngineKind.SQLITE
        && isTrigger(new Words(before))
        && before.stream().anyMatch(token -> token.is("BEGIN"))
        && !(before.get(size - 1).is("END") && before.get(size - 2).type() == Token.Type.SEMICOLON);
  }

  private static boolean isTrigger(Words words) {
    if (words.take("EXPLAIN") && words.take("QUERY")) {
      words.take("PLAN");
    }
    boolean create = words.take("CREATE");
    words.take("TEMP", "TEMPORARY");
    return create && words.at("TRIGGER");
  }
}
