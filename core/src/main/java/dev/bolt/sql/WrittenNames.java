package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the text of a DuckDB statement may name beside the tables of its own database. Stateless;
 * the answers err on the side of yes.
 */
public final class WrittenNames {

  /** Parts of the names of functions that read files, and of the formats of those. */
  private static final Set<String> FILE_WORDS =
      Set.of("read", "scan", "glob", "sniff", "csv", "parquet", "json", "file", "query");

  private WrittenNames() {}

  /** Whether it may name a file, whose place depends on the working directory of its session. */
  public static boolean mayNameFiles(SqlStatement statement) {
    return tokens(statement).stream().anyMatch(WrittenNames::mayNameFile);
  }

  private static boolean mayNameFile(Token token) {
    return switch (token.type()) {
      case NAME, STRING, SPECIAL_STRING ->
          token.text().indexOf('.') >= 0 || token.text().indexOf('/') >= 0;
      case WORD -> {
        String word = token.text().toLowerCase(Locale.ROOT);
        yield FILE_WORDS.stream().anyMatch(word::contains);
      }
      default -> false;
    };
  }

  /** Whether it has a name with a dot, which may be that of another, attached database. */
  public static boolean hasQualifiedName(SqlStatement statement) {
    List<Token> tokens = tokens(statement);
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i).is('.') && tokens.get(i - 1).isName()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it returns what it wrote. */
  public static boolean hasReturning(SqlStatement statement) {
    return tokens(statement).stream().anyMatch(token -> token.is("RETURNING"));
  }

  /** Whether it takes a value of a sequence, which is the one thing that a query changes. */
  public static boolean usesSequence(SqlStatement statement) {
    return statement.text().toLowerCase(Locale.ROOT).contains("nextval");
  }

  /** Whether it may create a trigger: by itself, or from a file or a string. */
  public static boolean mayCreateTriggers(SqlStatement statement) {
    return switch (statement.kind()) {
      case QUERY, DML, BEGIN, COMMIT, ROLLBACK -> false;
      default -> {
        String text = statement.text().toLowerCase(Locale.ROOT);
        yield text.contains("trigger") || text.contains("import") || text.contains("database");
      }
    };
  }

  private static List<Token> tokens(SqlStatement statement) {
    return Lexer.tokens(statement.text(), EngineKind.DUCKDB);
  }
}
