package dev.bolt.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Text or bytes as they come over the wire: one array for all rows. Text is UTF-8, and becomes a
 * string only when it is asked for.
 *
 * <pre>
 *   offsets   0    3    3    8         row i is pool[offsets[i] .. offsets[i + 1])
 *   pool      a b c ┆ d e f g h
 * </pre>
 */
public final class PooledColumn extends Column {

  private final int[] offsets;
  private final byte[] pool;

  /**
   * A column over a pool, which is not copied.
   *
   * @param offsets one more than there are rows, not decreasing, within the pool
   */
  public PooledColumn(ColumnType type, Nulls nulls, int[] offsets, byte[] pool) {
    super(type, nulls, offsets.length - 1);
    this.offsets = offsets;
    this.pool = pool;
  }

  @Override
  public String text(int row) {
    return new String(pool, offsets[row], length(row), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] bytes(int row) {
    return Arrays.copyOfRange(pool, offsets[row], offsets[row + 1]);
  }

  /** The number of bytes of a row. */
  public int length(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /** Where the bytes of a row, or the end of the one before it, are in the pool. */
  public int offset(int row) {
    return offsets[row];
  }

  /** The bytes of all rows, not to be changed. */
  public byte[] pool() {
    return pool;
  }

  @Override
  public long approximateBytes() {
    return (long) pool.length + (long) Integer.BYTES * offsets.length + nulls().approximateBytes();
  }

  @Override
  public Column slice(int from, int to) {
    int start = offsets[from];
    int[] part = new int[to - from + 1];
    for (int i = 0; i < part.length; i++) {
      part[i] = offsets[from + i] - start;
    }
    byte[] bytes = Arrays.copyOfRange(pool, start, offsets[to]);
    return new PooledColumn(type(), nulls().slice(from, to), part, bytes);
  }

  @Override
  Column concat(List<Column> all, int rows) {
    int bytes = 0;
    for (Column column : all) {
      bytes = Math.addExact(bytes, ((PooledColumn) column).pool.length);
    }
    byte[] joined = new byte[bytes];
    int[] joinedOffsets = new int[rows + 1];
    int row = 0;
    int at = 0;
    for (Column column : all) {
      PooledColumn part = (PooledColumn) column;
      for (int i = 0; i < part.size(); i++) {
        joinedOffsets[row++] = at + part.offsets[i];
      }
      System.arraycopy(part.pool, 0, joined, at, part.pool.length);
      at += part.pool.length;
    }
    joinedOffsets[rows] = at;
    return new PooledColumn(type(), Nulls.concat(all, rows), joinedOffsets, joined);
  }
}
