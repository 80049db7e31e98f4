package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.rows.Column;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.ListColumn;
import dev.bolt.rows.Nulls;
import dev.bolt.rows.StructColumn;
import dev.bolt.rows.TextColumn;
import java.lang.invoke.VarHandle;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies lists and structures of DuckDB's driver into columns. Stateless.
 *
 * <p>The driver makes an object for each row, and all objects of a vector share the vectors of
 * their elements; those are copied once.
 */
final class DuckDbNested {

  private static final VarHandle ELEMENTS = DriverField.of("DuckDBArray", "vector");
  private static final VarHandle START = DriverField.of("DuckDBArray", "offset");
  private static final VarHandle LENGTH = DriverField.of("DuckDBArray", "length");
  private static final VarHandle NAMES = DriverField.of("DuckDBStruct", "keys");
  private static final VarHandle ATTRIBUTES = DriverField.of("DuckDBStruct", "values");
  private static final VarHandle ROW = DriverField.of("DuckDBStruct", "offset");
  private static final VarHandle TYPE_NAME = DriverField.of("DuckDBStruct", "typeName");

  private DuckDbNested() {}

  /** Looks the fields up, if that has not been done yet. */
  static void initialize() {}

  static Column list(ColumnType type, Nulls nulls, Object[] arrays, boolean freed)
      throws SQLException {
    int[] starts = new int[arrays.length];
    int[] lengths = new int[arrays.length];
    Object elements = null;
    for (int row = 0; row < arrays.length; row++) {
      if (!nulls.isNull(row)) {
        starts[row] = (int) START.get(arrays[row]);
        lengths[row] = (int) LENGTH.get(arrays[row]);
        elements = shared(elements, ELEMENTS.get(arrays[row]));
      }
    }
    if (elements == null) {
      return new ListColumn(type, nulls, starts, lengths, unknown());
    }
    Object[] values = freed ? elementsOf(arrays, DuckDbVector.length(elements)) : null;
    return new ListColumn(type, nulls, starts, lengths, DuckDbVector.column(elements, values));
  }

  /** The objects that the driver made of the elements, where they are in their vector. */
  private static Object[] elementsOf(Object[] arrays, int length) throws SQLException {
    Object[] values = new Object[length];
    for (Object array : arrays) {
      if (array != null) {
        Object[] elements = (Object[]) ((Array) array).getArray();
        System.arraycopy(elements, 0, values, (int) START.get(array), elements.length);
      }
    }
    return values;
  }

  private static Column unknown() {
    return new TextColumn(ColumnType.UNKNOWN, Nulls.none(), new String[0]);
  }

  static Column struct(ColumnType type, Nulls nulls, Object[] structs, boolean freed)
      throws SQLException {
    Object[] vectors = null;
    Object first = null;
    for (int row = 0; row < structs.length; row++) {
      if (structs[row] != null) {
        vectors = (Object[]) shared(vectors, ATTRIBUTES.get(structs[row]));
        if ((int) ROW.get(structs[row]) != row) {
          throw unknownLayout();
        }
        first = structs[row];
      }
    }
    if (first == null) {
      return new StructColumn(type, nulls, structs.length, "STRUCT", List.of(), List.of());
    }
    List<Column> attributes = new ArrayList<>(vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      Object[] values = freed ? attributesOf(structs, i) : null;
      attributes.add(DuckDbVector.column(vectors[i], values));
    }
    return new StructColumn(
        type,
        nulls,
        structs.length,
        (String) TYPE_NAME.get(first),
        Arrays.asList((String[]) NAMES.get(first)),
        attributes);
  }

  private static Object[] attributesOf(Object[] structs, int index) throws SQLException {
    Object[] values = new Object[structs.length];
    for (int row = 0; row < structs.length; row++) {
      values[row] = structs[row] == null ? null : ((Struct) structs[row]).getAttributes()[index];
    }
    return values;
  }

  /** What all rows are to have in common. */
  private static Object shared(Object before, Object now) throws SQLException {
    if (before != null && !before.equals(now)) {
      throw unknownLayout();
    }
    return now;
  }

  private static SQLException unknownLayout() {
    return ErrorCode.ENGINE.exception(
        "This version of duckdb_jdbc lays nested values out in a way that is not known to Bolt."
            + " Use duckdb_jdbc 2.0.x");
  }
}
