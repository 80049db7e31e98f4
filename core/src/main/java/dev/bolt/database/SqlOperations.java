package dev.bolt.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be done with SQL: on a {@link ConcurrentDatabase}, where each call is a transaction of
 * its own, and on a {@link Transaction}. Code that takes this runs in either.
 *
 * <p>Parameters stand for the {@code ?} of the text, in order, as many as there are. All methods
 * throw {@link SQLException} with an SQLState of {@link dev.bolt.ErrorCode}: 22023 for a text that
 * is null or empty and for a wrong number of parameters, 08003 after the end.
 */
public interface SqlOperations {

  /**
   * The rows of a query, each made into an object.
   *
   * @throws SQLException with SQLState 42000, and nothing done, when the text returns no rows
   */
  <T> List<T> query(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException;

  /** The rows of a query. */
  default List<Row> query(String sql, Object... parameters) throws SQLException {
    return query(sql, row -> row, parameters);
  }

  /**
   * The row of a query that has at most one.
   *
   * @throws SQLException with SQLState 21000 when it has more
   */
  default Optional<Row> queryOne(String sql, Object... parameters) throws SQLException {
    List<Row> rows = query(sql, parameters);
    if (rows.size() > 1) {
      throw new SQLException(
          "The query has " + rows.size() + " rows, and one at most is wanted: " + sql, "21000");
    }
    return rows.stream().findFirst();
  }

  /**
   * The rows of a query as they are read, each made into an object. Memory does not grow with the
   * number of rows.
   *
   * <p>The stream has a connection until its last row is read or it is closed, which
   * try-with-resources does. While it is read it throws {@link UncheckedSqlException}.
   */
  <T> Stream<T> queryStream(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException;

  /** The rows of a query as they are read. */
  default Stream<Row> queryStream(String sql, Object... parameters) throws SQLException {
    return queryStream(sql, row -> row, parameters);
  }

  /**
   * Runs what is no query.
   *
   * @return how many rows were written; rows that a statement returns, as with RETURNING, are
   *     counted and dropped
   * @throws SQLException with SQLState 42000, and nothing done, when the text is a query
   */
  int execute(String sql, Object... parameters) throws SQLException;

  /**
   * Runs a statement once for each row of parameters; all of it is kept or nothing.
   *
   * @return how many rows each run has written
   */
  int[] batch(String sql, List<Object[]> rows) throws SQLException;
}
