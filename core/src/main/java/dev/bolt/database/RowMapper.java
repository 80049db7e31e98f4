package dev.bolt.database;

import java.sql.SQLException;

/**
 * Makes an object of a row.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface RowMapper<T> {
  /** Makes one. What it throws arrives unchanged at whoever runs the query. */
  T map(Row row) throws SQLException;
}
