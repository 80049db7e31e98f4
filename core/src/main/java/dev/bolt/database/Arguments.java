package dev.bolt.database;

/** The arguments of a call. Stateless. */
final class Arguments {
  private static final Object[] ONE_NULL = {null};

  private Arguments() {}

  /** The parameters; {@code query(sql, null)} in Java passes no array, and means one null. */
  static Object[] of(Object[] parameters) {
    return parameters == null ? ONE_NULL : parameters;
  }
}
