package dev.bolt.sql;

import java.util.List;

/** Walks over the tokens of one statement. Confined to one call. */
final class Words {
  private static final Token END = new Token(Token.Type.SYMBOL, "\0", Integer.MAX_VALUE);

  private final List<Token> tokens;
  private int position;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Another walk that begins where this one stands. */
  Words copy() {
    return new Words(tokens.subList(Math.min(position, tokens.size()), tokens.size()));
  }

  /** The token some places ahead, or a symbol that is none behind the end. */
  Token peek(int ahead) {
    int at = position + ahead;
    return at < tokens.size() ? tokens.get(at) : END;
  }

  /** Moves over a token. */
  Token next() {
    Token token = peek(0);
    position++;
    return token;
  }

  boolean atEnd() {
    return position >= tokens.size();
  }

  /** Whether one of these keywords comes next. */
  boolean at(String... words) {
    for (String word : words) {
      if (peek(0).is(word)) {
        return true;
      }
    }
    return false;
  }

  /** Moves over the next token if it is one of these keywords. */
  boolean take(String... words) {
    boolean taken = at(words);
    if (taken) {
      position++;
    }
    return taken;
  }

  /** Moves over the next token if it is a symbol. */
  boolean take(char symbol) {
    boolean taken = peek(0).is(symbol);
    if (taken) {
      position++;
    }
    return taken;
  }

  /** Moves over the next token and, if that opens a parenthesis, all up to its end. */
  void skip() {
    int depth = 0;
    do {
      Token token = next();
      if (token.is('(')) {
        depth++;
      } else if (token.is(')')) {
        depth--;
      }
    } while (depth > 0 && !atEnd());
  }

  /** Moves to the next of these keywords that is not in parentheses; false if there is none. */
  boolean skipTo(String... words) {
    while (!atEnd() && !at(words)) {
      skip();
    }
    return !atEnd();
  }
}
