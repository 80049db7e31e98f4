package dev.bolt.database;

import dev.bolt.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs statements on a connection. Confined to one thread at a time.
 *
 * @param connection the connection
 * @param cancellation who may cancel what runs
 */
record StatementRunner(Connection connection, Cancellation cancellation) {

  <T> List<T> query(SqlText text, RowMapper<? extends T> mapper, Object[] parameters)
      throws SQLException {
    requireQuery(text, parameters);
    try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
      bind(statement, parameters);
      text.requireRows(statement);
      cancellation.enter(statement);
      try (ResultSet rows = statement.executeQuery()) {
        Columns columns = text.columns(rows);
        List<T> results = new ArrayList<>();
        while (rows.next()) {
          results.add(mapper.map(Row.of(rows, columns)));
        }
        return results;
      } catch (SQLException e) {
        throw cancellation.explained(e);
      } finally {
        cancellation.leave(statement);
      }
    }
  }

  /** The rows of a query before the first one, to be closed with their statement. */
  ResultSet open(SqlText text, Object[] parameters) throws SQLException {
    requireQuery(text, parameters);
    PreparedStatement statement = connection.prepareStatement(text.sql());
    try {
      bind(statement, parameters);
      text.requireRows(statement);
      cancellation.enter(statement);
      return statement.executeQuery();
    } catch (SQLException e) {
      statement.close();
      throw cancellation.explained(e);
    } catch (RuntimeException e) {
      statement.close();
      throw e;
    } finally {
      cancellation.leave(statement);
    }
  }

  private static void requireQuery(SqlText text, Object[] parameters) throws SQLException {
    text.requireMayHaveRows();
    text.requireParameters(parameters.length);
  }

  /** Runs a text and returns how many rows it has written, the largest int if they are more. */
  int execute(SqlText text, Object[] parameters) throws SQLException {
    text.requireMayWrite();
    text.requireParameters(parameters.length);
    try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
      bind(statement, parameters);
      cancellation.enter(statement);
      try {
        return (int) Math.min(count(text, statement), Integer.MAX_VALUE);
      } catch (SQLException e) {
        throw cancellation.explained(e);
      } finally {
        cancellation.leave(statement);
      }
    }
  }

  private static long count(SqlText text, PreparedStatement statement) throws SQLException {
    boolean rows = statement.execute();
    long count = 0;
    for (int i = 0; i < text.statements(); i++) {
      count += rows ? returned(text, statement) : Math.max(0, statement.getLargeUpdateCount());
      rows = statement.getMoreResults();
    }
    return count;
  }

  private static long returned(SqlText text, PreparedStatement statement) throws SQLException {
    long count = 0;
    try (ResultSet rows = statement.getResultSet()) {
      while (text.returnsWhatItWrites() && rows.next()) {
        count++;
      }
    }
    return count;
  }

  /** Runs a statement once for each row of parameters, all or none of them. */
  int[] batch(SqlText text, List<Object[]> rows) throws SQLException {
    text.requireMayWrite();
    if (rows == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The rows of the batch are null");
    }
    for (Object[] row : rows) {
      text.requireParameters(Arguments.of(row).length);
    }
    try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
      for (Object[] row : rows) {
        bind(statement, Arguments.of(row));
        statement.addBatch();
      }
      cancellation.enter(statement);
      try {
        return statement.executeBatch();
      } catch (SQLException e) {
        throw cancellation.explained(e);
      } finally {
        cancellation.leave(statement);
      }
    }
  }

  private static void bind(PreparedStatement statement, Object[] parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
