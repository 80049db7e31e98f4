package dev.bolt.cli.sql;

import dev.bolt.EngineKind;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor whether what was typed is whole, or goes on in the next line. */
final class ShellParser implements Parser {

  private final EngineKind engine;
  private final DefaultParser words = new DefaultParser();

  ShellParser(EngineKind engine) {
    this.engine = engine;
    // Quotes and backslashes are SQL's, not the editor's.
    words.setQuoteChars(new char[0]);
    words.setEscapeChars(new char[0]);
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
      throw new EOFError(-1, cursor, "a semicolon ends a statement");
    }
    return words.parse(line, cursor, context);
  }

  private boolean isWhole(String text) {
    if (text.isBlank() || text.stripLeading().startsWith(".")) {
      return true;
    }
    StatementBuffer buffer = new StatementBuffer(engine);
    return !buffer.add(text).isEmpty() && buffer.isBlank();
  }
}
