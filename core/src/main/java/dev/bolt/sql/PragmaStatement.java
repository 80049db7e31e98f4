package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.Locale;

/**
 * A PRAGMA of SQLite.
 *
 * @param schema the name of a database in lower case, or null where none is given
 * @param name which one, in lower case and without the name of a schema
 * @param hasValue whether something follows: a value to set, or what to tell about
 */
public record PragmaStatement(String schema, String name, boolean hasValue) {

  /** Reads a statement of kind {@link StatementKind#PRAGMA}; null if it only explains one. */
  public static PragmaStatement of(SqlStatement statement) {
    Words words = new Words(Lexer.tokens(statement.text(), EngineKind.SQLITE));
    if (!words.take("PRAGMA")) {
      return null;
    }
    String schema = null;
    if (words.peek(1).is('.')) {
      schema = words.next().value().toLowerCase(Locale.ROOT);
      words.next();
    }
    String name = words.next().value().toLowerCase(Locale.ROOT);
    return new PragmaStatement(schema, name, !words.atEnd());
  }
}
