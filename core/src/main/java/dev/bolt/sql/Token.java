package dev.bolt.sql;

/**
 * A piece of SQL text that is neither blank nor comment.
 *
 * @param type what it is
 * @param text how it is written, with its quotes
 * @param start where it begins in the text it was read from
 */
record Token(Type type, String text, int start) {

  enum Type {
    /** A keyword or a name without quotes. */
    WORD,
    /** A name in quotes. */
    NAME,
    /** A plain string: {@code 'it''s'}. */
    STRING,
    /** A string in other quotes: {@code E'\n'}, {@code $$ … $$}. */
    SPECIAL_STRING,
    NUMBER,
    PARAMETER,
    SEMICOLON,
    /** Any other character. */
    SYMBOL
  }

  /** Where the text goes on after it. */
  int end() {
    return start + text.length();
  }

  /** Whether it is a keyword. */
  boolean is(String word) {
    return type == Type.WORD && text.equalsIgnoreCase(word);
  }

  /** Whether it is a symbol. */
  boolean is(char symbol) {
    return type == Type.SYMBOL && text.charAt(0) == symbol;
  }

  /** Whether it may stand for the name of something. */
  boolean isName() {
    return type == Type.WORD || type == Type.NAME;
  }

  /** What a word, name or plain string says, without its quotes. */
  String value() {
    if (type != Type.NAME && type != Type.STRING || text.length() < 2) {
      return text;
    }
    String close = text.substring(text.length() - 1);
    return text.substring(1, text.length() - 1).replace(close + close, close);
  }
}
