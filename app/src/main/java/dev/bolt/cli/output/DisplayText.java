package dev.bolt.cli.output;

import org.jline.utils.WCWidth;

/**
 * How text looks on a terminal: how wide it is, and what is shown for what cannot be. Stateless.
 */
final class DisplayText {

  private static final String ELLIPSIS = "…";
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final int FIRST_AFTER_CONTROLS = 0xa0;

  private DisplayText() {}

  /** The number of terminal columns of a text without control characters. */
  static int width(String text) {
    if (isPlain(text)) {
      return text.length();
    }
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      width += Math.max(0, WCWidth.wcwidth(codePoint));
      i += Character.charCount(codePoint);
    }
    return width;
  }

  // Nearly all text, and ten times as fast as to look up each character.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < FIRST_PRINTABLE || c >= DELETE) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text on one line: line breaks, tabs and other control characters, which could move the
   * cursor or worse, are shown as escapes.
   */
  static String oneLine(String text) {
    if (isPlain(text) || text.chars().noneMatch(DisplayText::isControl)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 8);
    text.chars().forEach(c -> appendVisibly(line, (char) c));
    return line.toString();
  }

  private static boolean isControl(int c) {
    return c < FIRST_PRINTABLE || (c >= DELETE && c < FIRST_AFTER_CONTROLS);
  }

  private static void appendVisibly(StringBuilder line, char c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isControl(c)) {
          line.append(String.format("\\x%02x", (int) c));
        } else {
          line.append(c);
        }
      }
    }
  }

  /** The beginning of a text that fits into a number of columns, which must be at least one. */
  static String fit(String text, int columns) {
    if (text.length() <= columns && width(text) <= columns) {
      return text;
    }
    StringBuilder fitting = new StringBuilder(columns);
    int left = columns - 1;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int width = Math.max(0, WCWidth.wcwidth(codePoint));
      if (width > left) {
        return fitting + ELLIPSIS;
      }
      left -= width;
      fitting.appendCodePoint(codePoint);
      i += Character.charCount(codePoint);
    }
    return width(text) <= columns ? text : fitting + ELLIPSIS;
  }
}
