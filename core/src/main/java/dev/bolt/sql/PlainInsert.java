package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An {@code INSERT INTO t (…) VALUES (…)} of one row that consists of parameters and literals and
 * nothing else, so that rows of several such statements can go in with one.
 *
 * @param target the text up to VALUES
 * @param head the text up to the row
 * @param row the row in its parentheses
 * @param values what the row consists of, a parameter being a question mark
 */
public record PlainInsert(String target, String head, String row, List<String> values) {

  /** The insert that a DuckDB statement is; null if it is anything else. */
  public static PlainInsert of(SqlStatement statement) {
    List<Token> tokens = Lexer.tokens(statement.text(), EngineKind.DUCKDB);
    int values = values(tokens);
    if (values < 0 || values + 1 >= tokens.size() || !tokens.get(values + 1).is('(')) {
      return null;
    }
    int close = endOfRow(tokens, values + 2);
    if (close < 0 || !endsAfter(tokens, close)) {
      return null;
    }
    String text = statement.text();
    int from = tokens.get(values + 1).start();
    return new PlainInsert(
        text.substring(0, tokens.get(values).start()),
        text.substring(0, from),
        text.substring(from, tokens.get(close).end()),
        valuesOf(text, tokens.subList(values + 2, close)));
  }

  private static List<String> valuesOf(String text, List<Token> row) {
    List<String> values = new ArrayList<>();
    int start = row.get(0).start();
    for (int i = 0; i < row.size(); i++) {
      if (i + 1 == row.size() || row.get(i + 1).is(',')) {
        values.add(text.substring(start, row.get(i).end()));
        i++;
        start = i + 1 < row.size() ? row.get(i + 1).start() : 0;
      }
    }
    return values;
  }

  /** The text that inserts as many rows at once. */
  public String text(int rows) {
    return head + row + (", " + row).repeat(rows - 1);
  }

  /**
   * The text that inserts the rows of a table with the same literals.
   *
   * @param parameters what stands for the parameters, in order: expressions of its columns
   * @param from the table
   */
  public String textOfRows(List<String> parameters, String from) {
    Iterator<String> next = parameters.iterator();
    return values.stream()
        .map(value -> value.equals("?") ? next.next() : value)
        .collect(Collectors.joining(", ", target + "SELECT ", " FROM " + from));
  }

  /** Where VALUES stands, right behind the name of the table and those of columns; else -1. */
  private static int values(List<Token> tokens) {
    if (tokens.size() < 3 || !tokens.get(0).is("INSERT") || !tokens.get(1).is("INTO")) {
      return -1;
    }
    int at = name(tokens, 2);
    if (at < tokens.size() && tokens.get(at).is('(')) {
      do {
        at = name(tokens, at + 1);
      } while (at < tokens.size() && tokens.get(at).is(','));
      if (at >= tokens.size() || !tokens.get(at).is(')')) {
        return -1;
      }
      at++;
    }
    return at < tokens.size() && tokens.get(at).is("VALUES") ? at : -1;
  }

  /** The place behind a name, which may have dots. */
  private static int name(List<Token> tokens, int start) {
    int at = start;
    while (at + 1 < tokens.size() && tokens.get(at).isName() && tokens.get(at + 1).is('.')) {
      at += 2;
    }
    return at < tokens.size() && tokens.get(at).isName() ? at + 1 : tokens.size();
  }

  /** Where the row ends that begins at a place, if nothing else is in it; else -1. */
  private static int endOfRow(List<Token> tokens, int start) {
    int at = value(tokens, start);
    while (at < tokens.size() && tokens.get(at).is(',')) {
      at = value(tokens, at + 1);
    }
    return at < tokens.size() && tokens.get(at).is(')') ? at : -1;
  }

  /** The place behind a value, a number with its sign. */
  private static int value(List<Token> tokens, int start) {
    if (start >= tokens.size()) {
      return start;
    }
    if (tokens.get(start).is('-') || tokens.get(start).is('+')) {
      int number = start + 1;
      return number < tokens.size() && tokens.get(number).type() == Token.Type.NUMBER
          ? number + 1
          : tokens.size();
    }
    return isValue(tokens.get(start)) ? start + 1 : tokens.size();
  }

  // A parameter with a number or a name would be the same one in each row.
  private static boolean isValue(Token token) {
    return switch (token.type()) {
      case NUMBER, STRING -> true;
      case PARAMETER -> token.text().equals("?");
      case WORD -> token.is("NULL") || token.is("TRUE") || token.is("FALSE");
      default -> false;
    };
  }

  private static boolean endsAfter(List<Token> tokens, int last) {
    return tokens.stream().skip(last + 1L).allMatch(t -> t.type() == Token.Type.SEMICOLON);
  }
}
