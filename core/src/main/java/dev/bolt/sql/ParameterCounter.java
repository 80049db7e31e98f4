package dev.bolt.sql;

import dev.bolt.EngineKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Counts the parameters of a statement as its engine does. Confined to one call. */
final class ParameterCounter {
  private final Set<String> names = new HashSet<>();
  private final Set<Integer> numbers = new HashSet<>();
  private int highest;

  private ParameterCounter() {}

  static int count(List<Token> tokens, EngineKind engine) {
    ParameterCounter counter = new ParameterCounter();
    for (Token token : tokens) {
      if (token.type() == Token.Type.PARAMETER) {
        counter.add(token.text(), engine);
      }
    }
    return switch (engine) {
      case DUCKDB -> counter.numbers.size() + counter.names.size();
      case SQLITE -> counter.highest;
    };
  }

  private void add(String parameter, EngineKind engine) {
    if (parameter.equals("?")) {
      number(highest + 1);
    } else if (parameter.charAt(0) == '?' || engine == EngineKind.DUCKDB && isNumbered(parameter)) {
      number(parse(parameter));
    } else if (engine == EngineKind.DUCKDB) {
      names.add(parameter.toLowerCase(Locale.ROOT));
    } else if (names.add(parameter)) {
      number(highest + 1);
    }
  }

  private void number(int number) {
    numbers.add(number);
    highest = Math.max(highest, number);
  }

  private static boolean isNumbered(String parameter) {
    return Lexer.isDigit(parameter.charAt(1));
  }

  /** The number after the mark; one too large is left to the engine to refuse. */
  private static int parse(String parameter) {
    try {
      return Integer.parseInt(parameter, 1, parameter.length(), 10);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
