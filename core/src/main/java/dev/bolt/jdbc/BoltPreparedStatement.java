package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.engine.Description;
import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.sql.SqlStatement;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement with parameters.
 *
 * <p>Making one does not ask the engine: an error of syntax shows when it is executed. The
 * parameters of a text of several statements are dealt out to them in order. A batch runs in one
 * transaction: in auto-commit mode all of it is kept or nothing. A batch returns no generated keys.
 */
final class BoltPreparedStatement extends ParameterSetters {
  private final String sql;
  private final List<SqlStatement> statements;
  private final GeneratedKeys keys;
  private final Parameters parameters;
  private final List<Object[]> batch = new ArrayList<>();
  private List<Description> descriptions;

  BoltPreparedStatement(BoltConnection connection, String sql, GeneratedKeys keys)
      throws SQLException {
    super(connection);
    this.sql = sql;
    this.statements = split(sql);
    this.keys = keys;
    this.parameters = new Parameters(statements);
  }

  @Override
  void set(int position, Object value) throws SQLException {
    requireOpen();
    parameters.set(position, value);
  }

  @Override
  public void clearParameters() throws SQLException {
    requireOpen();
    parameters.clear();
  }

  @Override
  public boolean execute() throws SQLException {
    return run(statements, row(), keys);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return query(statements, row());
  }

  @Override
  public int executeUpdate() throws SQLException {
    return toInt(executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return update(statements, row(), keys);
  }

  private Object[] row() throws SQLException {
    requireOpen();
    return parameters.row();
  }

  @Override
  Object[] part(Object[] row, int statement) {
    return parameters.part(row, statement);
  }

  @Override
  public void addBatch() throws SQLException {
    requireOpen();
    if (statements.size() != 1) {
      throw AbstractConnection.notSupported("A batch of a text of several statements");
    }
    batch.add(parameters.row());
  }

  @Override
  public void clearBatch() throws SQLException {
    requireOpen();
    batch.clear();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return session()
        .call(
            this,
            used -> {
              requireOpen();
              closeResults();
              List<Object[]> rows = List.copyOf(batch);
              batch.clear();
              return rows.isEmpty()
                  ? new long[0]
                  : used.executeBatch(statements.get(0), rows, options(GeneratedKeys.NONE));
            });
  }

  /** The columns of the first statement that returns rows, or null when none does. */
  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    for (Description description : describe()) {
      if (description.shape() != null) {
        return new ShapeMetaData(description.shape());
      }
    }
    return null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    List<ParameterInfo> infos = new ArrayList<>();
    for (Description description : describe()) {
      infos.addAll(description.parameters());
    }
    return new ParameterInfos(infos);
  }

  private List<Description> describe() throws SQLException {
    return session()
        .call(
            this,
            used -> {
              requireOpen();
              if (descriptions == null) {
                List<Description> described = new ArrayList<>();
                for (SqlStatement statement : statements) {
                  described.add(used.describe(statement));
                }
                descriptions = described;
              }
              return descriptions;
            });
  }

  @Override
  boolean run(String sql, GeneratedKeys wanted) throws SQLException {
    throw hasItsText();
  }

  @Override
  long update(String sql, GeneratedKeys wanted) throws SQLException {
    throw hasItsText();
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    throw hasItsText();
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    throw hasItsText();
  }

  /** The text, with its parameters as they were written. */
  @Override
  public String toString() {
    return sql;
  }

  private static SQLException hasItsText() {
    return ErrorCode.INVALID_ARGUMENT.exception(
        "A PreparedStatement has its text: call the method without one, or use a Statement");
  }
}
