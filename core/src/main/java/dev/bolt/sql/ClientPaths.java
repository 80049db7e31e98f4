package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.nio.file.Path;

/**
 * Relative file names in statements of DuckDB. The engine runs in the host's process and would look
 * them up in the host's working directory; a client means its own. Stateless.
 */
public final class ClientPaths {

  private ClientPaths() {}

  /**
   * The statement with the file of COPY, EXPORT DATABASE, IMPORT DATABASE or ATTACH made absolute.
   *
   * <p>Changed is only a plain string that is a relative path: not a URL, not {@code :memory:}, not
   * {@code ~/x}, not what ATTACH hands to an extension ({@code postgres:…}, a TYPE of its own).
   *
   * @param workingDirectory the absolute working directory of the client
   */
  public static SqlStatement absolute(SqlStatement statement, Path workingDirectory) {
    if (!namesFile(statement.kind())) {
      return statement;
    }
    Words words = new Words(Lexer.tokens(statement.text(), EngineKind.DUCKDB));
    Token path = path(words);
    boolean attach = statement.kind() == StatementKind.ATTACH;
    if (path.type() != Token.Type.STRING
        || !isRelative(path.value(), attach)
        || attach && isForeign(words)) {
      return statement;
    }
    return replace(statement, path, workingDirectory + "/" + path.value());
  }

  private static boolean namesFile(StatementKind kind) {
    return switch (kind) {
      case COPY_TO, COPY_FROM, ATTACH -> true;
      default -> false;
    };
  }

  /** Moves to the token where the path stands. */
  private static Token path(Words words) {
    Token verb = words.next();
    if (verb.is("COPY")) {
      words.skip();
      words.skipTo("TO", "FROM");
      words.next();
    } else if (verb.is("ATTACH")) {
      words.take("OR");
      words.take("REPLACE");
      words.take("DATABASE");
      words.take("IF");
      words.take("NOT");
      words.take("EXISTS");
    } else {
      words.take("DATABASE");
      if (words.peek(1).is("TO")) {
        words.next();
        words.next();
      }
    }
    return words.peek(0);
  }

  private static boolean isRelative(String path, boolean attach) {
    return !path.isEmpty()
        && "/~:".indexOf(path.charAt(0)) < 0
        && !path.contains("://")
        && !(attach && path.matches("\\w+:.*"));
  }

  /** Whether ATTACH names a type that is no file of DuckDB or SQLite. */
  private static boolean isForeign(Words words) {
    while (!words.atEnd()) {
      if (words.take("TYPE")) {
        String type = words.next().value();
        return !type.equalsIgnoreCase("duckdb") && !type.equalsIgnoreCase("sqlite");
      }
      words.next();
    }
    return false;
  }

  private static SqlStatement replace(SqlStatement statement, Token token, String value) {
    String text = statement.text();
    return new SqlStatement(
        text.substring(0, token.start())
            + "'"
            + value.replace("'", "''")
            + "'"
            + text.substring(token.end()),
        statement.kind(),
        statement.parameterCount());
  }
}
