package dev.bolt.sql;

import static java.util.Map.entry;

import dev.bolt.EngineKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells the kind of a statement by its leading words. Confined to one call. */
final class StatementClassifier {
  private static final Map<String, StatementKind> COMMON =
      Map.ofEntries(
          entry("SELECT", StatementKind.QUERY),
          entry("VALUES", StatementKind.QUERY),
          entry("INSERT", StatementKind.DML),
          entry("UPDATE", StatementKind.DML),
          entry("DELETE", StatementKind.DML),
          entry("CREATE", StatementKind.DDL),
          entry("DROP", StatementKind.DDL),
          entry("ALTER", StatementKind.DDL),
          entry("BEGIN", StatementKind.BEGIN),
          entry("COMMIT", StatementKind.COMMIT),
          entry("END", StatementKind.COMMIT),
          entry("ROLLBACK", StatementKind.ROLLBACK),
          entry("SAVEPOINT", StatementKind.SAVEPOINT),
          entry("RELEASE", StatementKind.RELEASE),
          entry("ATTACH", StatementKind.ATTACH),
          entry("DETACH", StatementKind.DETACH),
          entry("PRAGMA", StatementKind.PRAGMA),
          entry("EXPLAIN", StatementKind.EXPLAIN),
          entry("VACUUM", StatementKind.MAINTENANCE),
          entry("ANALYZE", StatementKind.MAINTENANCE));

  private static final Map<EngineKind, Map<String, StatementKind>> VERBS =
      Map.of(
          EngineKind.SQLITE,
          with(Map.of("REPLACE", StatementKind.DML, "REINDEX", StatementKind.MAINTENANCE)),
          EngineKind.DUCKDB,
          with(
              Map.ofEntries(
                  entry("FROM", StatementKind.QUERY),
                  entry("TABLE", StatementKind.QUERY),
                  entry("PIVOT", StatementKind.QUERY),
                  entry("PIVOT_WIDER", StatementKind.QUERY),
                  entry("UNPIVOT", StatementKind.QUERY),
                  entry("PIVOT_LONGER", StatementKind.QUERY),
                  entry("MERGE", StatementKind.DML),
                  entry("TRUNCATE", StatementKind.DDL),
                  entry("COMMENT", StatementKind.DDL),
                  entry("START", StatementKind.BEGIN),
                  entry("ABORT", StatementKind.ROLLBACK),
                  entry("SET", StatementKind.SET),
                  entry("RESET", StatementKind.SET),
                  entry("USE", StatementKind.USE),
                  entry("PREPARE", StatementKind.PREPARE),
                  entry("DEALLOCATE", StatementKind.PREPARE),
                  entry("EXECUTE", StatementKind.EXECUTE),
                  entry("COPY", StatementKind.COPY_TO),
                  entry("EXPORT", StatementKind.COPY_TO),
                  entry("IMPORT", StatementKind.COPY_FROM),
                  entry("DESCRIBE", StatementKind.EXPLAIN),
                  entry("DESC", StatementKind.EXPLAIN),
                  entry("SHOW", StatementKind.EXPLAIN),
                  entry("SUMMARIZE", StatementKind.EXPLAIN),
                  entry("CHECKPOINT", StatementKind.CHECKPOINT),
                  entry("FORCE", StatementKind.CHECKPOINT),
                  entry("ANALYSE", StatementKind.MAINTENANCE),
                  entry("CALL", StatementKind.CALL),
                  entry("LOAD", StatementKind.EXTENSION),
                  entry("INSTALL", StatementKind.EXTENSION))));

  /** The words between CREATE, DROP, ALTER … and the name of the object. */
  private static final Set<String> BEFORE_NAME =
      Set.of(
          ("PERSISTENT UNIQUE VIRTUAL RECURSIVE TABLE VIEW INDEX SEQUENCE TYPE MACRO"
                  + " FUNCTION SCHEMA TRIGGER SECRET COLUMN ON IF NOT EXISTS")
              .split(" "));

  private final EngineKind engine;
  private final Words words;

  private StatementClassifier(EngineKind engine, Words words) {
    this.engine = engine;
    this.words = words;
  }

  /** The kind of a statement, given its tokens. */
  static StatementKind kind(List<Token> tokens, EngineKind engine) {
    return new StatementClassifier(engine, new Words(tokens)).kind();
  }

  private static Map<String, StatementKind> with(Map<String, StatementKind> more) {
    Map<String, StatementKind> all = new HashMap<>(COMMON);
    all.putAll(more);
    return Map.copyOf(all);
  }

  private StatementKind kind() {
    boolean nested = false;
    while (words.take('(')) {
      nested = true;
    }
    if (words.take("WITH")) {
      return afterCommonTables();
    }
    Token verb = words.next();
    StatementKind kind = ofVerb(verb);
    return nested && kind != StatementKind.QUERY ? StatementKind.OTHER : refine(verb, kind);
  }

  private StatementKind ofVerb(Token verb) {
    return verb.type() == Token.Type.WORD
        ? VERBS.get(engine).getOrDefault(upper(verb), StatementKind.OTHER)
        : StatementKind.OTHER;
  }

  private static String upper(Token word) {
    return word.text().toUpperCase(Locale.ROOT);
  }

  private StatementKind refine(Token verb, StatementKind kind) {
    return switch (kind) {
      case DDL -> isTemporary() ? StatementKind.TEMPORARY_DDL : kind;
      case DML -> verb.is("UPDATE") && isExtensions() ? StatementKind.EXTENSION : kind;
      case ROLLBACK -> {
        words.take("TRANSACTION", "WORK");
        yield words.at("TO") ? StatementKind.ROLLBACK_TO : kind;
      }
      case COPY_TO -> verb.is("COPY") ? copy() : kind;
      case EXPLAIN -> verb.is("EXPLAIN") ? explain() : kind;
      case PRAGMA -> isSetting() ? StatementKind.SET : kind;
      case CHECKPOINT -> verb.is("FORCE") ? forced() : kind;
      default -> kind;
    };
  }

  /**
   * The kind of what follows WITH. A common table may itself write; then the whole does, whatever
   * follows.
   */
  private StatementKind afterCommonTables() {
    boolean writes = false;
    do {
      if (!skipToBody()) {
        return StatementKind.OTHER;
      }
      writes |= bodyKind() == StatementKind.DML;
      words.skip();
    } while (words.take(','));
    StatementKind kind = kind();
    boolean known = kind == StatementKind.QUERY || kind == StatementKind.DML;
    return known && writes ? StatementKind.DML : known ? kind : StatementKind.OTHER;
  }

  /** Moves to the parenthesis after AS, AS MATERIALIZED or AS NOT MATERIALIZED. */
  private boolean skipToBody() {
    while (words.skipTo("AS")) {
      words.next();
      words.take("NOT");
      words.take("MATERIALIZED");
      if (words.peek(0).is('(')) {
        return true;
      }
    }
    return false;
  }

  private StatementKind bodyKind() {
    Words body = words.copy();
    body.next();
    return new StatementClassifier(engine, body).kind();
  }

  private boolean isTemporary() {
    if (words.take("OR")) {
      words.take("REPLACE");
    }
    if (words.at("TEMP", "TEMPORARY")) {
      return true;
    }
    while (!words.peek(1).is('.') && BEFORE_NAME.contains(upper(words.peek(0)))) {
      words.next();
    }
    return words.peek(1).is('.') && words.peek(0).value().equalsIgnoreCase("temp");
  }

  private boolean isExtensions() {
    return engine == EngineKind.DUCKDB
        && words.take("EXTENSIONS")
        && (words.atEnd() || words.peek(0).is('('));
  }

  private StatementKind copy() {
    if (words.at("FROM") && words.peek(1).is("DATABASE")) {
      return StatementKind.COPY_FROM;
    }
    words.skip();
    return words.skipTo("TO", "FROM") && words.at("FROM")
        ? StatementKind.COPY_FROM
        : StatementKind.COPY_TO;
  }

  private StatementKind explain() {
    if (engine == EngineKind.SQLITE) {
      // Some pragmas take effect even when they are explained.
      return words.at("PRAGMA") ? StatementKind.PRAGMA : StatementKind.EXPLAIN;
    }
    return words.at("ANALYZE", "ANALYSE") || hasAnalyzeOption()
        ? StatementKind.EXPLAIN_ANALYZE
        : StatementKind.EXPLAIN;
  }

  private boolean hasAnalyzeOption() {
    if (!words.take('(')) {
      return false;
    }
    while (!words.atEnd() && !words.peek(0).is(')')) {
      if (words.at("ANALYZE", "ANALYSE")) {
        return true;
      }
      words.skip();
    }
    return false;
  }

  /** DuckDB takes {@code PRAGMA name = value} for {@code SET name = value}. */
  private boolean isSetting() {
    return engine == EngineKind.DUCKDB && words.peek(1).is('=');
  }

  private StatementKind forced() {
    return words.at("INSTALL") ? StatementKind.EXTENSION : StatementKind.CHECKPOINT;
  }
}
