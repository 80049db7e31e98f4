package dev.bolt.sql;

import dev.bolt.EngineKind;

/**
 * A SET or RESET of DuckDB, or the {@code PRAGMA name = value} that stands for a SET.
 *
 * @param scope what it applies to
 * @param name the setting or variable, without quotes; {@code TimeZone} for SET TIME ZONE
 * @param reset whether it goes back to the default
 */
public record SettingStatement(Scope scope, String name, boolean reset) {

  /** What a setting applies to. */
  public enum Scope {
    /** The statement does not say; the engine takes its setting's own scope, often GLOBAL. */
    AUTOMATIC,
    /** The session. */
    SESSION,
    /** The instance, and so every session of every process. */
    GLOBAL,
    /** The transaction; the engine has not implemented it. */
    LOCAL,
    /** A variable of the session, not a setting. */
    VARIABLE
  }

  /** Reads a statement of kind {@link StatementKind#SET}. */
  public static SettingStatement of(SqlStatement statement) {
    Words words = words(statement);
    boolean reset = words.next().is("RESET");
    if (isTimeZone(words)) {
      return new SettingStatement(Scope.AUTOMATIC, "TimeZone", reset);
    }
    Scope scope = scope(words, reset);
    return new SettingStatement(scope, words.peek(0).value(), reset);
  }

  /**
   * The statement with the scope SESSION where it has none, so that it cannot change the instance
   * that other processes use too. The engine refuses SET SESSION for what belongs to the instance.
   *
   * <p>{@code SET TIME ZONE x} and {@code SET SCHEMA x} have no such form; the engine takes both
   * for the session anyway.
   */
  public static SqlStatement inSession(SqlStatement statement) {
    Words words = words(statement);
    Token verb = words.peek(0);
    if (of(statement).scope() != Scope.AUTOMATIC || !hasScope(words)) {
      return statement;
    }
    String text = statement.text();
    String scoped = (verb.is("RESET") ? "RESET" : "SET") + " SESSION";
    return new SqlStatement(
        text.substring(0, verb.start()) + scoped + text.substring(verb.end()),
        statement.kind(),
        statement.parameterCount());
  }

  private static Words words(SqlStatement statement) {
    return new Words(Lexer.tokens(statement.text(), EngineKind.DUCKDB));
  }

  private static boolean isTimeZone(Words words) {
    return words.at("TIME") && words.peek(1).is("ZONE");
  }

  private static boolean hasScope(Words words) {
    return words.peek(0).is("RESET") || isAssignment(words.peek(2));
  }

  private static boolean isAssignment(Token token) {
    return token.is('=') || token.is("TO");
  }

  private static Scope scope(Words words, boolean reset) {
    if (words.take("SESSION")) {
      return Scope.SESSION;
    }
    if (words.take("GLOBAL")) {
      return Scope.GLOBAL;
    }
    if (words.take("LOCAL")) {
      return Scope.LOCAL;
    }
    boolean variable = words.peek(1).isName() && (reset || isAssignment(words.peek(2)));
    return variable && words.take("VARIABLE") ? Scope.VARIABLE : Scope.AUTOMATIC;
  }
}
