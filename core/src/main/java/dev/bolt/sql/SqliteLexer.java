package dev.bolt.sql;

/**
 * The dialect of SQLite: names in brackets, comments that do not nest and may stay open at the end,
 * and parameters after {@code ? : @ $ #}, of which the names may go on with {@code ::} and a suffix
 * in parentheses, as Tcl writes them.
 */
final class SqliteLexer extends Lexer {

  SqliteLexer(String text) {
    super(text);
  }

  @Override
  boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '\ufeff';
  }

  @Override
  boolean isLineEnd(char c) {
    return c == '\n';
  }

  @Override
  boolean skipBlockComment() {
    int close = text.indexOf("*/", position + 2);
    position = close < 0 ? text.length() : close + 2;
    return true;
  }

  @Override
  Token.Type special(char first) {
    return switch (first) {
      case '[' -> bracketed();
      case '?' -> {
        position++;
        skipDigits();
        yield Token.Type.PARAMETER;
      }
      case ':', '@', '$', '#' -> named();
      default -> null;
    };
  }

  private Token.Type bracketed() {
    int close = text.indexOf(']', position);
    position = close < 0 ? text.length() : close + 1;
    return Token.Type.NAME;
  }

  private Token.Type named() {
    position++;
    int nameStart = position;
    skipWord();
    while (position > nameStart && text.startsWith("::", position)) {
      position += 2;
      skipWord();
    }
    if (position == nameStart) {
      return Token.Type.SYMBOL;
    }
    skipSuffix();
    return Token.Type.PARAMETER;
  }

  private void skipSuffix() {
    if (peek(0) != '(') {
      return;
    }
    int close = text.indexOf(')', position);
    if (close > 0 && text.substring(position, close).chars().noneMatch(this::isBlank)) {
      position = close + 1;
    }
  }

  private boolean isBlank(int c) {
    return isBlank((char) c);
  }
}
