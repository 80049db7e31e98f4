package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.VaryingAnswers;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A prepared statement of the driver, taken from {@link SqliteStatements} by one user at a time.
 *
 * <p>Confined to the thread that uses the session.
 */
final class SqlitePrepared implements EngineCalls.Call<Boolean> {

  private final String sql;
  private final SqliteStatement statement;
  private boolean taken = true;
  private boolean kept;
  private long maxRows;
  private Boolean mayVary;

  SqlitePrepared(String sql, SqliteStatement statement) {
    this.sql = sql;
    this.statement = statement;
  }

  String sql() {
    return sql;
  }

  SqliteStatement statement() {
    return statement;
  }

  /** Whether it is in use, perhaps by an open result. */
  boolean taken() {
    return taken;
  }

  void setTaken(boolean taken) {
    this.taken = taken;
  }

  /** Whether the cache holds it. */
  boolean kept() {
    return kept;
  }

  void setKept(boolean kept) {
    this.kept = kept;
  }

  /** Whether its text may give another answer each time; looked for once. */
  boolean mayVary(SqlStatement text) {
    if (mayVary == null) {
      mayVary = VaryingAnswers.possible(text);
    }
    return mayVary;
  }

  /** Refuses another number of parameters than the statement has. */
  void requireParameters(Object[] parameters) throws SQLException {
    if (parameters.length != statement.parameterCount()) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The statement has "
              + statement.parameterCount()
              + " parameters, "
              + parameters.length
              + " were given: "
              + sql);
    }
  }

  /**
   * Sets what the next {@link #run} needs.
   *
   * @param rows the rows to hand out at most, 0 for all
   */
  void set(Object[] parameters, long rows) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      SqliteParameters.bind(statement, i + 1, parameters[i]);
    }
    maxRows = rows;
  }

  /** The same with values that were {@link SqliteStatement#bound}. */
  void setBound(Object[] bound, long rows) {
    statement.bind(bound);
    maxRows = rows;
  }

  /** The rows to hand out at most, 0 for all. */
  long maxRows() {
    return maxRows;
  }

  /**
   * Runs the statement.
   *
   * @return whether it returns rows
   */
  @Override
  public Boolean run() throws SQLException {
    return statement.run(maxRows);
  }

  /** The rows of the last {@link #run}, without the names of their columns. */
  ResultSet rows() throws SQLException {
    return statement.rows();
  }

  /** The number of rows that the last INSERT, UPDATE or DELETE of the connection changed. */
  long changes() throws SQLException {
    return statement.changes();
  }

  void close() throws SQLException {
    statement.close();
  }
}
