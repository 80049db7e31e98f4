package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters of a prepared text: one row of values, dealt out to its statements in order.
 * Guarded by the session.
 */
final class Parameters {
  /** Stands where no value has been set; null is a value. */
  private static final Object MISSING = new Object();

  private final Object[] values;
  private final int[] ends;

  Parameters(List<SqlStatement> statements) {
    ends = new int[statements.size()];
    int count = 0;
    for (int i = 0; i < ends.length; i++) {
      count += statements.get(i).parameterCount();
      ends[i] = count;
    }
    values = new Object[count];
    clear();
  }

  /**
   * Sets a value.
   *
   * @param position its position from 1
   */
  void set(int position, Object value) throws SQLException {
    if (position < 1 || position > values.length) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The statement has " + values.length + " parameters, and no number " + position);
    }
    values[position - 1] = value;
  }

  void clear() {
    Arrays.fill(values, MISSING);
  }

  /** A copy of the row, every value of which must have been set. */
  Object[] row() throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == MISSING) {
        throw ErrorCode.INVALID_ARGUMENT.exception(
            "Parameter " + (i + 1) + " of " + values.length + " has no value");
      }
    }
    return values.clone();
  }

  /** The part of a row that belongs to a statement, which may be the row itself. */
  Object[] part(Object[] row, int statement) {
    if (ends.length == 1) {
      return row;
    }
    int start = statement == 0 ? 0 : ends[statement - 1];
    return Arrays.copyOfRange(row, start, ends[statement]);
  }
}
