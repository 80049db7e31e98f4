package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads SQL text token by token; what all dialects have in common. Confined to one call.
 *
 * <p>Text that an engine would refuse is read somehow and left to the engine to complain about.
 */
abstract class Lexer {
  final String text;
  int position;

  Lexer(String text) {
    this.text = text;
  }

  /** The tokens of a text as an engine sees them. */
  static List<Token> tokens(String text, EngineKind engine) {
    Lexer lexer =
        switch (engine) {
          case DUCKDB -> new DuckDbLexer(text);
          case SQLITE -> new SqliteLexer(text);
        };
    List<Token> tokens = new ArrayList<>();
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  /** Whether a character separates tokens. */
  abstract boolean isBlank(char c);

  /** Whether a line comment ends before a character. */
  abstract boolean isLineEnd(char c);

  /** Moves behind the block comment that begins here, or gives false where it never ends. */
  abstract boolean skipBlockComment();

  /** Moves behind the token of this dialect that begins here, or gives null where none does. */
  abstract Token.Type special(char first);

  private Token next() {
    while (position < text.length()) {
      if (isBlank(current())) {
        position++;
      } else if (text.startsWith("--", position)) {
        skipLineComment();
      } else if (!text.startsWith("/*", position)) {
        return token();
      } else {
        int start = position;
        if (!skipBlockComment()) {
          return rest(start);
        }
      }
    }
    return null;
  }

  private Token rest(int start) {
    position = text.length();
    return new Token(Token.Type.SYMBOL, text.substring(start), start);
  }

  private void skipLineComment() {
    while (position < text.length() && !isLineEnd(current())) {
      position++;
    }
  }

  private Token token() {
    int start = position;
    char first = current();
    Token.Type type = special(first);
    if (type == null) {
      type = common(first);
    }
    return new Token(type, text.substring(start, position), start);
  }

  private Token.Type common(char first) {
    if (first == '\'' || first == '"' || first == '`') {
      skipQuoted(first);
      return first == '\'' ? Token.Type.STRING : Token.Type.NAME;
    }
    if (isDigit(first) || first == '.' && isDigit(peek(1))) {
      skipNumber();
      return Token.Type.NUMBER;
    }
    if (isWordStart(first)) {
      skipWord();
      return Token.Type.WORD;
    }
    position++;
    return first == ';' ? Token.Type.SEMICOLON : Token.Type.SYMBOL;
  }

  /** Moves behind a quoted piece in which a doubled quote stands for the quote. */
  final void skipQuoted(char quote) {
    position++;
    while (position < text.length()) {
      if (current() != quote) {
        position++;
      } else if (peek(1) == quote) {
        position += 2;
      } else {
        position++;
        return;
      }
    }
  }

  final void skipWord() {
    while (position < text.length() && isWordPart(current())) {
      position++;
    }
  }

  private void skipNumber() {
    while (position < text.length()
        && (current() == '.' || current() != '$' && isWordPart(current()))) {
      position++;
    }
  }

  final void skipDigits() {
    while (isDigit(peek(0))) {
      position++;
    }
  }

  final boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80 && !isBlank(c);
  }

  final boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  final char current() {
    return text.charAt(position);
  }

  /** The character some places ahead, or NUL behind the end. */
  final char peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : '\0';
  }
}
