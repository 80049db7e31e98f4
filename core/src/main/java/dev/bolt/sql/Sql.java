package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.ArrayList;
import java.util.List;

/** Splits SQL texts into single statements. */
public final class Sql {
  private final String text;
  private final EngineKind engine;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();

  private Sql(String text, EngineKind engine) {
    this.text = text;
    this.engine = engine;
  }

  /**
   * The statements of a text, in order.
   *
   * <p>Each keeps its text as it was written, comments included, without the semicolon that ends it
   * and without blanks around it. What has nothing but comments and blanks is left out. Text that
   * is not valid SQL is split as well as it can be, and left to the engine to refuse.
   *
   * @param engine the engine that the text is written for
   */
  public static List<SqlStatement> split(String text, EngineKind engine) {
    return new Sql(text, engine).split();
  }

  private List<SqlStatement> split() {
    StatementEnd end = new StatementEnd(engine);
    int start = 0;
    for (Token token : Lexer.tokens(text, engine)) {
      if (end.isReachedBy(token, tokens)) {
        finish(start, token.start());
        start = token.end();
      } else {
        tokens.add(token);
      }
    }
    finish(start, text.length());
    return List.copyOf(statements);
  }

  private void finish(int start, int end) {
    if (tokens.isEmpty()) {
      return;
    }
    statements.add(
        new SqlStatement(
            trimmed(start, end),
            StatementClassifier.kind(tokens, engine),
            ParameterCounter.count(tokens, engine)));
    tokens.clear();
  }

  /** The text between two places without the blanks around it; those in a token are not blanks. */
  private String trimmed(int start, int end) {
    int first = start;
    while (first < tokens.get(0).start() && text.charAt(first) <= ' ') {
      first++;
    }
    int last = end;
    while (last > tokens.get(tokens.size() - 1).end() && text.charAt(last - 1) <= ' ') {
      last--;
    }
    return text.substring(first, last);
  }
}
