package dev.bolt.similarity;

import java.util.ArrayList;
import java.util.List;

/**
 * Which vectors a search looks at, by their metadata. Immutable.
 *
 * <pre>{@code
 * Filter.equal("lang", "java").and(Filter.where("(metadata->>'lines')::INT > ?", 100))
 * }</pre>
 *
 * @param sql a condition in the SQL of the engine, over {@code id}, {@code content_hash} and {@code
 *     metadata}, which is JSON; DuckDB needs brackets around {@code metadata->>'key'}
 * @param parameters what its {@code ?} stand for
 */
public record Filter(String sql, List<Object> parameters) {

  /** Every vector. */
  static final Filter ALL = new Filter("", List.of());

  /** Checks that nothing is null. */
  public Filter {
    parameters = List.copyOf(parameters);
  }

  /** Those for which a condition holds. */
  public static Filter where(String sql, Object... parameters) {
    return new Filter("(" + sql + ")", List.of(parameters));
  }

  /** Those whose metadata have a text under a key. */
  public static Filter equal(String key, String value) {
    return where("(metadata ->> ?) = ?", key, value);
  }

  /** Those for which this holds and another one. */
  public Filter and(Filter other) {
    List<Object> both = new ArrayList<>(parameters);
    both.addAll(other.parameters);
    return new Filter(sql + " AND " + other.sql, both);
  }

  boolean isAll() {
    return sql.isEmpty();
  }

  String clause() {
    return isAll() ? "" : " WHERE " + sql;
  }
}
