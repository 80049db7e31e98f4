package dev.bolt.rows;

import java.util.Arrays;
import java.util.List;

/** Bytes as the engine's driver hands them out: one array for each row. */
public final class BinaryColumn extends Column {

  private static final int OVERHEAD = 24;

  private final byte[][] values;

  /** A column over arrays, which are not copied. */
  public BinaryColumn(ColumnType type, Nulls nulls, byte[][] values) {
    super(type, nulls, values.length);
    this.values = values;
  }

  @Override
  public byte[] bytes(int row) {
    return values[row].clone();
  }

  /** The array of a row, not to be changed. */
  public byte[] shared(int row) {
    return values[row];
  }

  @Override
  public long approximateBytes() {
    long bytes = nulls().approximateBytes();
    for (byte[] value : values) {
      bytes += value == null ? Integer.BYTES : OVERHEAD + value.length;
    }
    return bytes;
  }

  @Override
  public Column slice(int from, int to) {
    byte[][] part = Arrays.copyOfRange(values, from, to);
    return new BinaryColumn(type(), nulls().slice(from, to), part);
  }

  @Override
  Column concat(List<Column> all, int rows) {
    byte[][] joined = new byte[rows][];
    int at = 0;
    for (Column column : all) {
      System.arraycopy(((BinaryColumn) column).values, 0, joined, at, column.size());
      at += column.size();
    }
    return new BinaryColumn(type(), Nulls.concat(all, rows), joined);
  }
}
