package dev.bolt.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Values of one width, packed as the engine and the wire have them, little-endian: numbers, dates,
 * times, UUIDs. Copied as a whole, never value by value.
 */
public final class FixedColumn extends Column {

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private final byte[] data;
  private final int width;
  private final int scale;

  /**
   * A column over packed values.
   *
   * @param width the bytes of one value: 1, 2, 4, 8 or 16
   * @param scale the digits after the decimal point, of decimals
   * @param data the values, a multiple of the width; not copied
   */
  public FixedColumn(ColumnType type, int width, int scale, Nulls nulls, byte[] data) {
    super(type, nulls, data.length / width);
    this.width = width;
    this.scale = scale;
    this.data = data;
  }

  /** The width of a type in bytes, 0 where it has none or, as decimals, several. */
  public static int widthOf(ColumnType type) {
    return switch (type) {
      case BOOLEAN, TINYINT, UTINYINT -> 1;
      case SMALLINT, USMALLINT -> 2;
      case INTEGER, UINTEGER, FLOAT, DATE -> 4;
      case BIGINT,
          UBIGINT,
          DOUBLE,
          TIME,
          TIME_NS,
          TIME_WITH_TIME_ZONE,
          TIMESTAMP,
          TIMESTAMP_MS,
          TIMESTAMP_NS,
          TIMESTAMP_S,
          TIMESTAMP_WITH_TIME_ZONE ->
          8;
      case HUGEINT, UHUGEINT, UUID -> 16;
      default -> 0;
    };
  }

  private static VarHandle view(Class<?> arrayClass) {
    return MethodHandles.byteArrayViewVarHandle(arrayClass, ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes of one value. */
  public int width() {
    return width;
  }

  /** The digits after the decimal point. */
  public int scale() {
    return scale;
  }

  /** The packed values, not to be changed. */
  public byte[] data() {
    return data;
  }

  byte byteAt(int row) {
    return data[row];
  }

  short shortAt(int row) {
    return (short) SHORTS.get(data, row << 1);
  }

  int intAt(int row) {
    return (int) INTS.get(data, row << 2);
  }

  long longAt(int row) {
    return (long) LONGS.get(data, row << 3);
  }

  /** The lower half of a value of 16 bytes. */
  long lowerAt(int row) {
    return (long) LONGS.get(data, row << 4);
  }

  /** The upper half of a value of 16 bytes. */
  long upperAt(int row) {
    return (long) LONGS.get(data, (row << 4) + Long.BYTES);
  }

  @Override
  public long approximateBytes() {
    return data.length + nulls().approximateBytes();
  }

  @Override
  public Column slice(int from, int to) {
    byte[] part = Arrays.copyOfRange(data, from * width, to * width);
    return new FixedColumn(type(), width, scale, nulls().slice(from, to), part);
  }

  @Override
  Column concat(List<Column> all, int rows) {
    byte[] joined = new byte[Math.multiplyExact(rows, width)];
    int at = 0;
    for (Column column : all) {
      byte[] part = ((FixedColumn) column).data;
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return new FixedColumn(type(), width, scale, Nulls.concat(all, rows), joined);
  }
}
