package dev.bolt.rows;

import java.util.List;

/**
 * The values of one column in some rows. Immutable.
 *
 * <p>What a value means is the {@link #type()}; how it is kept is the subclass. The JDBC getters of
 * every type are written once above this class: {@link Numbers}, {@link Temporals}, {@link Values}.
 * A null row holds an arbitrary value, which no reader looks at.
 */
public abstract sealed class Column
    permits FixedColumn,
        TextColumn,
        BinaryColumn,
        PooledColumn,
        ListColumn,
        StructColumn,
        VariantColumn {

  private final ColumnType type;
  private final Nulls nulls;
  private final int size;

  Column(ColumnType type, Nulls nulls, int size) {
    this.type = type;
    this.nulls = nulls;
    this.size = size;
  }

  /** What the values are. */
  public final ColumnType type() {
    return type;
  }

  /** The number of rows. */
  public final int size() {
    return size;
  }

  /** Which rows are null. */
  public final Nulls nulls() {
    return nulls;
  }

  /** Whether a row is null. */
  public final boolean isNull(int row) {
    return nulls.isNull(row);
  }

  /** The text of a row, where the column holds text. */
  public String text(int row) {
    throw new IllegalStateException("A column of " + type + " does not hold text");
  }

  /** A copy of the bytes of a row, where the column holds bytes. */
  public byte[] bytes(int row) {
    throw new IllegalStateException("A column of " + type + " does not hold bytes");
  }

  /** About how many bytes of memory the values take, give or take the headers of objects. */
  public abstract long approximateBytes();

  /** The rows from one to before another. */
  public abstract Column slice(int from, int to);

  /** This column and others of the same kind, one after the other. */
  abstract Column concat(List<Column> all, int rows);

  /** Columns of the same kind, one after the other. */
  static Column concat(List<Column> columns) {
    if (columns.size() == 1) {
      return columns.get(0);
    }
    int rows = 0;
    for (Column column : columns) {
      rows = Math.addExact(rows, column.size());
    }
    return columns.get(0).concat(columns, rows);
  }
}
