package dev.bolt.rows;

import java.sql.SQLException;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Rows of parameters that are kept in columns: who can use columns takes the {@link #chunk()}, and
 * to everybody else they are rows. Immutable.
 */
public final class ColumnRows extends AbstractList<Object[]> implements RandomAccess {

  private final Chunk chunk;

  /**
   * Rows over columns.
   *
   * @throws IllegalArgumentException when a column is of a type that no parameters are kept in
   */
  public ColumnRows(Chunk chunk) {
    for (Column column : chunk.columns()) {
      if (!ParameterType.has(column.type())) {
        throw new IllegalArgumentException("Parameters in a column of " + column.type());
      }
    }
    this.chunk = chunk;
  }

  static ColumnRows of(int rows, List<ParameterColumn> columns) {
    return new ColumnRows(
        new Chunk(
            rows,
            columns.stream().map(column -> column.build(rows)).toList(),
            new Column[columns.size()]));
  }

  /** The rows in columns. */
  public Chunk chunk() {
    return chunk;
  }

  @Override
  public int size() {
    return chunk.rows();
  }

  /** A row, as an array of its own. */
  @Override
  public Object[] get(int row) {
    Object[] values = new Object[chunk.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i, row);
    }
    return values;
  }

  /** The value of a parameter in a row, or null. Both count from 0. */
  public Object value(int parameter, int row) {
    try {
      return ParameterType.value(chunk.column(parameter), row);
    } catch (SQLException e) {
      throw new IllegalStateException("A parameter cannot be read from its column", e);
    }
  }

  /** Whether a parameter is null in every row. */
  public boolean isAlwaysNull(int parameter) {
    Column column = chunk.column(parameter);
    for (int row = 0; row < column.size(); row++) {
      if (!column.isNull(row)) {
        return false;
      }
    }
    return true;
  }
}
