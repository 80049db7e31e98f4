package dev.bolt.sql;

/**
 * The dialect of DuckDB: {@code E''} and dollar quotes, nested comments, {@code $name} and {@code
 * ?n}. A colon is never a parameter: it casts, slices, and separates the fields of a struct.
 */
final class DuckDbLexer extends Lexer {

  DuckDbLexer(String text) {
    super(text);
  }

  /** The engine takes the spaces of Unicode for spaces too. */
  @Override
  boolean isBlank(char c) {
    return c == ' '
        || c >= '\t' && c <= '\r'
        || c == '\u00a0'
        || c >= '\u2000' && c <= '\u200d'
        || c == '\u202f'
        || c == '\u205f'
        || c == '\u2060'
        || c == '\u3000'
        || c == '\ufeff';
  }

  @Override
  boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  @Override
  boolean skipBlockComment() {
    int depth = 0;
    while (position < text.length()) {
      if (text.startsWith("/*", position)) {
        depth++;
        position += 2;
      } else if (text.startsWith("*/", position)) {
        depth--;
        position += 2;
        if (depth == 0) {
          return true;
        }
      } else {
        position++;
      }
    }
    return false;
  }

  @Override
  Token.Type special(char first) {
    if ((first == 'e' || first == 'E') && peek(1) == '\'') {
      skipEscaped();
      return Token.Type.SPECIAL_STRING;
    }
    if (first == '?') {
      position++;
      skipDigits();
      return Token.Type.PARAMETER;
    }
    return first == '$' ? dollar() : null;
  }

  private void skipEscaped() {
    position += 2;
    while (position < text.length()) {
      char c = current();
      position++;
      if (c == '\\' || c == '\'' && peek(0) == '\'') {
        position = Math.min(position + 1, text.length());
      } else if (c == '\'') {
        return;
      }
    }
  }

  private Token.Type dollar() {
    int tagEnd = position + 1;
    while (tagEnd < text.length() && isTagPart(text.charAt(tagEnd))) {
      tagEnd++;
    }
    if (tagEnd < text.length() && text.charAt(tagEnd) == '$' && !isDigit(peek(1))) {
      skipDollarQuoted(text.substring(position, tagEnd + 1));
      return Token.Type.SPECIAL_STRING;
    }
    return dollarParameter();
  }

  private boolean isTagPart(char c) {
    return c != '$' && isWordPart(c);
  }

  private void skipDollarQuoted(String tag) {
    int close = text.indexOf(tag, position + tag.length());
    position = close < 0 ? text.length() : close + tag.length();
  }

  private Token.Type dollarParameter() {
    position++;
    if (peek(0) == '"') {
      skipQuoted('"');
    } else if (isDigit(peek(0))) {
      skipDigits();
    } else if (isWordStart(peek(0))) {
      skipWord();
    } else {
      return Token.Type.SYMBOL;
    }
    return Token.Type.PARAMETER;
  }
}
