package dev.bolt.doctor;

import java.util.regex.Pattern;

/** Hides what must not get into a terminal or a report of a fault. Stateless. */
final class Secrets {

  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|key|credential", Pattern.CASE_INSENSITIVE);
  private static final Pattern VALUE = Pattern.compile("=.*|\\bTO\\b.*", Pattern.DOTALL);
  private static final String HIDDEN = "(hidden)";

  private Secrets() {}

  /** The value of an option, unless its name says that it is a secret. */
  static String hide(String name, String value) {
    return SECRET.matcher(name).find() ? HIDDEN : value;
  }

  /** A statement that sets something, without the value if it may be a secret. */
  static String hide(String statement) {
    return SECRET.matcher(statement).find()
        ? VALUE.matcher(statement).replaceFirst("= " + HIDDEN)
        : statement;
  }
}
