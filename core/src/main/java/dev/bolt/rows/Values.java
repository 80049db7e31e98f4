package dev.bolt.rows;

import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.duckdb.JsonNode;

/**
 * Reads objects of any column: of the class that DuckDB's own driver gives where that is one of
 * Java's, else another implementation of the same interface. Thread-safe.
 */
public final class Values {

  private final ArrayRows rows;

  /**
   * Reads objects.
   *
   * @param rows opens arrays as result sets
   */
  public Values(ArrayRows rows) {
    this.rows = rows;
  }

  /** A value, or null. */
  public Object object(Column column, int row) throws SQLException {
    if (column.isNull(row)) {
      return null;
    }
    return switch (column.type()) {
      case BOOLEAN -> ((FixedColumn) column).byteAt(row) == 1;
      case DATE -> Temporals.localDate(column, row);
      case TIME, TIME_NS -> Temporals.localTime(column, row);
      case TIME_WITH_TIME_ZONE -> Temporals.offsetTime(column, row);
      case TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS ->
          Temporals.timestamp(column, row, null);
      case TIMESTAMP_WITH_TIME_ZONE -> Temporals.offsetDateTime(column, row);
      case UUID -> uuid(column, row);
      case JSON -> new JsonNode(column.text(row));
      case BLOB, GEOMETRY -> blob(column, row);
      case VARCHAR, ENUM, BIT, INTERVAL, UNKNOWN -> column.text(row);
      case LIST, ARRAY -> array(column, row);
      case STRUCT -> struct(column, row);
      case MAP -> map(column, row);
      case UNION, VARIANT -> member(Member.of(column, row));
      default -> Numbers.number(column, row);
    };
  }

  /**
   * The text of a value that is not null.
   *
   * @param rendering the engine's own text of the column, or null where it has none
   */
  public String text(Column column, Column rendering, int row) throws SQLException {
    ColumnType type = column.type();
    if (type.isText()) {
      return column.text(row);
    }
    if (rendering != null) {
      return rendering.isNull(row) ? null : rendering.text(row);
    }
    if (type == ColumnType.LIST || type == ColumnType.ARRAY) {
      return ListText.canWrite(column) ? ListText.of(column, row) : array(column, row).toString();
    }
    if (type == ColumnType.BLOB) {
      return BytesBlob.text(column.bytes(row));
    }
    Object value = object(column, row);
    return value == null ? null : value.toString();
  }

  /** The bytes of a blob. */
  public static byte[] bytes(Column column, int row) throws SQLException {
    requireBytes(column, "getBytes");
    return column.bytes(row);
  }

  /** A blob. */
  public static Blob blob(Column column, int row) throws SQLException {
    requireBytes(column, "getBlob");
    return new BytesBlob(column.bytes(row));
  }

  private static void requireBytes(Column column, String getter) throws SQLException {
    if (column.type() != ColumnType.BLOB && column.type() != ColumnType.GEOMETRY) {
      throw Conversion.unsupported(column, getter);
    }
  }

  /** A list or an array. */
  public Array array(Column column, int row) throws SQLException {
    if (column.type() != ColumnType.LIST && column.type() != ColumnType.ARRAY) {
      throw Conversion.unsupported(column, "getArray");
    }
    ListColumn list = (ListColumn) column;
    Object[] values = new Object[list.length(row)];
    for (int i = 0; i < values.length; i++) {
      values[i] = object(list.elements(), list.start(row) + i);
    }
    return new ColumnArray(rows, list.elements(), list.start(row), values);
  }

  Struct struct(Column column, int row) throws SQLException {
    StructColumn struct = (StructColumn) column;
    Object[] attributes = new Object[struct.attributes().size()];
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = object(struct.attributes().get(i), row);
    }
    return new ColumnStruct(struct.typeName(), struct.names(), attributes);
  }

  Map<Object, Object> map(Column column, int row) throws SQLException {
    ListColumn list = (ListColumn) column;
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < list.length(row); i++) {
      StructColumn entries = (StructColumn) list.elements();
      int at = list.start(row) + i;
      map.put(object(entries.attributes().get(0), at), object(entries.attributes().get(1), at));
    }
    return map;
  }

  private Object member(Member member) throws SQLException {
    return object(member.column(), member.row());
  }

  static UUID uuid(Column column, int row) throws SQLException {
    if (column.type() == ColumnType.UUID) {
      FixedColumn fixed = (FixedColumn) column;
      // The engine flips the first bit, so that its UUIDs sort as signed numbers.
      return new UUID(fixed.upperAt(row) ^ Long.MIN_VALUE, fixed.lowerAt(row));
    }
    return Conversion.checked(column, row, "UUID", (c, r) -> UUID.fromString(c.text(r)));
  }
}
