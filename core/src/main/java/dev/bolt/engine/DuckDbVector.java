package dev.bolt.engine;

import dev.bolt.rows.BinaryColumn;
import dev.bolt.rows.Column;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.FixedColumn;
import dev.bolt.rows.Nulls;
import dev.bolt.rows.TextColumn;
import dev.bolt.rows.VariantColumn;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Copies the vectors of DuckDB's driver into columns. Stateless.
 *
 * <p>A vector has either a buffer of packed values, little-endian, or an array of objects.
 */
final class DuckDbVector {

  private static final VarHandle CHUNK = DriverField.of("DuckDBResultSet", "currentChunk");
  private static final VarHandle CHUNK_INDEX = DriverField.of("DuckDBResultSet", "chunkIdx");
  private static final VarHandle TYPE = DriverField.of("DuckDBVector", "duckdb_type");
  private static final VarHandle DECIMAL = DriverField.of("DuckDBVector", "meta");
  private static final VarHandle LENGTH = DriverField.of("DuckDBVector", "length");
  private static final VarHandle NULLS = DriverField.of("DuckDBVector", "nullmask");
  private static final VarHandle PACKED = DriverField.of("DuckDBVector", "constlen_data");
  private static final VarHandle OBJECTS = DriverField.of("DuckDBVector", "varlen_data");
  private static final VarHandle STRINGS = DriverField.of("DuckDBVector", "string_data");
  private static final VarHandle DECIMAL_BITS =
      DriverField.of("DuckDBColumnTypeMetaData", "type_size");
  private static final VarHandle DECIMAL_SCALE =
      DriverField.of("DuckDBColumnTypeMetaData", "scale");

  private DuckDbVector() {}

  /** Refuses a version of the driver whose vectors look different. */
  static void requireKnownDriver() throws SQLException {
    DuckDbNested.initialize();
    DriverField.requireFound();
  }

  /** The vectors that a result set, which stands on a row, has fetched; one for each column. */
  static Object[] fetched(ResultSet result) {
    return (Object[]) CHUNK.get(result);
  }

  /** Makes the next row of a result set the first one after those that it has fetched. */
  static void skipFetched(ResultSet result, int rows) {
    CHUNK_INDEX.set(result, rows);
  }

  static int length(Object vector) {
    return (int) LENGTH.get(vector);
  }

  /** A copy of a vector that was fetched last. */
  static Column column(Object vector) throws SQLException {
    return column(vector, null);
  }

  /**
   * A copy of a vector.
   *
   * @param values the objects that the driver made of its values, where its memory is freed
   *     already; null where it is not
   */
  static Column column(Object vector, Object[] values) throws SQLException {
    ColumnType type = ColumnType.valueOf(((Enum<?>) TYPE.get(vector)).name());
    Nulls nulls = Nulls.of((boolean[]) NULLS.get(vector));
    ByteBuffer packed = (ByteBuffer) PACKED.get(vector);
    if (packed != null) {
      return fixed(vector, type, nulls, packed, values);
    }
    Object[] objects = (Object[]) OBJECTS.get(vector);
    boolean freed = values != null;
    return switch (type) {
      case LIST, ARRAY, MAP -> DuckDbNested.list(type, nulls, objects, freed);
      case STRUCT, UNION -> DuckDbNested.struct(type, nulls, objects, freed);
      case VARIANT -> variant(nulls, objects);
      case BLOB, GEOMETRY -> new BinaryColumn(type, nulls, (byte[][]) objects);
      default -> new TextColumn(type, nulls, (String[]) objects);
    };
  }

  private static Column fixed(
      Object vector, ColumnType type, Nulls nulls, ByteBuffer packed, Object[] values) {
    int width = FixedColumn.widthOf(type);
    int scale = 0;
    if (type == ColumnType.DECIMAL) {
      Object decimal = DECIMAL.get(vector);
      width = (short) DECIMAL_BITS.get(decimal) / Byte.SIZE;
      scale = (short) DECIMAL_SCALE.get(decimal);
    }
    if (values != null) {
      return new FixedColumn(type, width, scale, nulls, PackedObjects.pack(type, width, values));
    }
    byte[] data = new byte[length(vector) * width];
    packed.get(0, data);
    return new FixedColumn(type, width, scale, nulls, data);
  }

  /** The driver keeps a cell's own memory, and frees that of what is nested in it. */
  private static Column variant(Nulls nulls, Object[] vectors) throws SQLException {
    Column[] cells = new Column[vectors.length];
    for (int row = 0; row < cells.length; row++) {
      if (!nulls.isNull(row)) {
        boolean nested = PACKED.get(vectors[row]) == null;
        cells[row] = column(vectors[row], nested ? new Object[1] : null);
      }
    }
    return new VariantColumn(nulls, cells);
  }

  /** The engine's text of a column that was fetched last. */
  static Column rendering(ResultSet result, int index, Column column) throws SQLException {
    int row = 0;
    while (row < column.size() && column.isNull(row)) {
      row++;
    }
    String[] texts = new String[column.size()];
    if (row < texts.length) {
      CHUNK_INDEX.set(result, row + 1);
      // Asked for one, the driver has the engine make the texts of all rows.
      result.getString(index + 1);
      texts = (String[]) STRINGS.get(fetched(result)[index]);
    }
    return new TextColumn(ColumnType.VARCHAR, column.nulls(), texts);
  }
}
