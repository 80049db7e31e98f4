package dev.bolt.rows;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Collects the values of one parameter in rows of a batch. Confined to one thread. */
final class ParameterColumn {

  private static final int FIRST_CAPACITY = 64;

  /** Null as long as there are only nulls. */
  private ParameterType type;

  private int scale;
  private boolean[] nulls = new boolean[FIRST_CAPACITY];
  private ByteBuffer packed;
  private Object[] objects;

  /**
   * Takes the value of the next row.
   *
   * @param row its number, from 0
   * @return false if the column cannot hold it beside those that it has
   */
  boolean add(int row, Object value) {
    if (row == nulls.length) {
      grow();
    }
    nulls[row] = value == null;
    if (value != null && !suits(row, value)) {
      return false;
    }
    if (objects != null) {
      objects[row] = value;
    } else if (packed != null) {
      packed.position(row * type.width());
      if (value != null) {
        type.put(value, packed);
      }
    }
    return true;
  }

  private boolean suits(int row, Object value) {
    ParameterType own = ParameterType.of(value);
    if (own == null || !ParameterType.fits(value)) {
      return false;
    }
    if (type == null) {
      type = own;
      scale = ParameterType.scale(value);
      allocate();
      return true;
    }
    return type == own && scale == ParameterType.scale(value);
  }

  private void allocate() {
    if (type.width() == 0) {
      objects = new Object[nulls.length];
    } else {
      packed = buffer(nulls.length * type.width());
    }
  }

  private void grow() {
    nulls = Arrays.copyOf(nulls, 2 * nulls.length);
    if (objects != null) {
      objects = Arrays.copyOf(objects, nulls.length);
    } else if (packed != null) {
      packed =
          ByteBuffer.wrap(Arrays.copyOf(packed.array(), nulls.length * type.width()))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The first rows as a column; of nothing but nulls it is one of BOOLEAN. */
  Column build(int rows) {
    Nulls missing = Nulls.of(Arrays.copyOf(nulls, rows));
    if (type == null) {
      return new FixedColumn(ColumnType.BOOLEAN, 1, 0, missing, new byte[rows]);
    }
    return switch (type) {
      case TEXT ->
          new TextColumn(ColumnType.VARCHAR, missing, Arrays.copyOf(objects, rows, String[].class));
      case BYTES ->
          new BinaryColumn(ColumnType.BLOB, missing, Arrays.copyOf(objects, rows, byte[][].class));
      case DECIMAL -> decimals(rows, missing);
      default ->
          new FixedColumn(
              type.column(),
              type.width(),
              0,
              missing,
              Arrays.copyOf(packed.array(), rows * type.width()));
    };
  }

  private Column decimals(int rows, Nulls missing) {
    int width = ParameterType.decimalWidth(objects, rows, scale);
    ByteBuffer digits = buffer(rows * width);
    for (int row = 0; row < rows; row++) {
      ParameterType.putDecimal((BigDecimal) objects[row], width, digits);
    }
    return new FixedColumn(ColumnType.DECIMAL, width, scale, missing, digits.array());
  }
}
