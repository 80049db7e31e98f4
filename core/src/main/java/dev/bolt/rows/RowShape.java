package dev.bolt.rows;

import java.util.List;

/** The columns of a result, in order. Immutable. */
public record RowShape(List<ColumnInfo> columns) {

  public RowShape {
    columns = List.copyOf(columns);
  }

  /** The number of columns. */
  public int width() {
    return columns.size();
  }

  /**
   * A number that tells shapes apart, so that a shape the other side knows need not be sent again.
   * Never 0.
   */
  public long fingerprint() {
    long hash = 1125899906842597L;
    for (ColumnInfo column : columns) {
      hash = 31 * hash + column.hashCode();
      hash ^= hash >>> 29;
    }
    return hash == 0 ? 1 : hash;
  }
}
