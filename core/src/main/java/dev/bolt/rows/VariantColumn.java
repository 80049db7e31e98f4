package dev.bolt.rows;

import java.util.Arrays;
import java.util.List;

/** Values that have a type of their own in each row: a column of one row for each. */
public final class VariantColumn extends Column {

  private static final int OVERHEAD = 64;

  private final Column[] cells;

  /**
   * A column over cells, which are not copied.
   *
   * @param cells a column of one row for each row, null where it is null
   */
  public VariantColumn(Nulls nulls, Column[] cells) {
    super(ColumnType.VARIANT, nulls, cells.length);
    this.cells = cells;
  }

  /** The column of one row that holds a row. */
  public Column cell(int row) {
    return cells[row];
  }

  @Override
  public long approximateBytes() {
    long bytes = nulls().approximateBytes();
    for (Column cell : cells) {
      bytes += cell == null ? Integer.BYTES : OVERHEAD + cell.approximateBytes();
    }
    return bytes;
  }

  @Override
  public Column slice(int from, int to) {
    return new VariantColumn(nulls().slice(from, to), Arrays.copyOfRange(cells, from, to));
  }

  @Override
  Column concat(List<Column> all, int rows) {
    Column[] joined = new Column[rows];
    int at = 0;
    for (Column column : all) {
      System.arraycopy(((VariantColumn) column).cells, 0, joined, at, column.size());
      at += column.size();
    }
    return new VariantColumn(Nulls.concat(all, rows), joined);
  }
}
