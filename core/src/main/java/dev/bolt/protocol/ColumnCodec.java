package dev.bolt.protocol;

import dev.bolt.rows.BinaryColumn;
import dev.bolt.rows.Column;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.FixedColumn;
import dev.bolt.rows.ListColumn;
import dev.bolt.rows.Nulls;
import dev.bolt.rows.PooledColumn;
import dev.bolt.rows.StructColumn;
import dev.bolt.rows.TextColumn;
import dev.bolt.rows.VariantColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads a column; its number of rows is known to both sides.
 *
 * <pre>
 *   type: byte │ has nulls: byte │ a bit for each row, in longs, if it has │ values
 *
 *   numbers, times, UUIDs   width × rows bytes, packed
 *   decimals                width: byte │ scale: byte │ width × rows bytes, packed
 *   text, bytes             length of each row: int ... │ the bytes of all rows
 *   list, array, map        start: int ... │ length: int ... │ elements: varint │ column of elements
 *   structure, union        type name │ attributes: varint │ name │ column │ name │ column ...
 *   variant                 for each row: is there: byte │ column of one row, if it is
 * </pre>
 */
final class ColumnCodec {

  /** Types nested deeper than this are refused, so that no stack overflows. */
  private static final int MAX_DEPTH = 64;

  private ColumnCodec() {}

  static void write(Column column, WireWriter out) {
    out.putByte(column.type().ordinal());
    long[] nulls = column.nulls().words();
    out.putBoolean(nulls != null);
    if (nulls != null) {
      out.putLongs(nulls, Nulls.wordCount(column.size()));
    }
    if (column instanceof FixedColumn fixed) {
      writeFixed(fixed, out);
    } else if (column instanceof ListColumn list) {
      writeList(list, out);
    } else if (column instanceof StructColumn struct) {
      writeStruct(struct, out);
    } else if (column instanceof VariantColumn variant) {
      writeVariant(variant, out);
    } else {
      writeBytes(column, out);
    }
  }

  private static void writeFixed(FixedColumn column, WireWriter out) {
    if (column.type() == ColumnType.DECIMAL) {
      out.putByte(column.width());
      out.putByte(column.scale());
    }
    out.putBytes(column.data(), 0, column.data().length);
  }

  private static void writeBytes(Column column, WireWriter out) {
    int lengths = out.skipInts(column.size());
    for (int row = 0; row < column.size(); row++) {
      int length = column.isNull(row) ? 0 : writeCell(column, row, out);
      out.putIntAt(lengths + row * Integer.BYTES, length);
    }
  }

  private static int writeCell(Column column, int row, WireWriter out) {
    if (column instanceof TextColumn) {
      return out.putUtf8(column.text(row));
    }
    if (column instanceof PooledColumn pooled) {
      out.putBytes(pooled.pool(), pooled.offset(row), pooled.length(row));
      return pooled.length(row);
    }
    byte[] bytes = ((BinaryColumn) column).shared(row);
    out.putBytes(bytes, 0, bytes.length);
    return bytes.length;
  }

  private static void writeList(ListColumn column, WireWriter out) {
    for (int row = 0; row < column.size(); row++) {
      out.putInt(column.start(row));
    }
    for (int row = 0; row < column.size(); row++) {
      out.putInt(column.length(row));
    }
    out.putVarInt(column.elements().size());
    write(column.elements(), out);
  }

  private static void writeStruct(StructColumn column, WireWriter out) {
    out.putString(column.typeName());
    out.putVarInt(column.names().size());
    for (int i = 0; i < column.names().size(); i++) {
      out.putString(column.names().get(i));
      write(column.attributes().get(i), out);
    }
  }

  private static void writeVariant(VariantColumn column, WireWriter out) {
    for (int row = 0; row < column.size(); row++) {
      Column cell = column.cell(row);
      out.putBoolean(cell != null);
      if (cell != null) {
        write(cell, out);
      }
    }
  }

  static Column read(WireReader in, int rows) throws ProtocolException {
    return read(in, rows, 0);
  }

  private static Column read(WireReader in, int rows, int depth) throws ProtocolException {
    if (depth > MAX_DEPTH) {
      throw new ProtocolException("Types nested more than " + MAX_DEPTH + " deep");
    }
    int number = in.readByte() & 0xff;
    ColumnType type = ColumnType.ofNumber(number);
    if (type == null) {
      throw new ProtocolException("A column of unknown type " + number);
    }
    Nulls nulls =
        in.readBoolean() ? Nulls.ofWords(in.readLongs(Nulls.wordCount(rows))) : Nulls.none();
    return switch (type) {
      case LIST, ARRAY, MAP -> readList(in, type, nulls, rows, depth);
      case STRUCT, UNION -> readStruct(in, type, nulls, rows, depth);
      case VARIANT -> readVariant(in, nulls, rows, depth);
      case DECIMAL -> readDecimal(in, nulls, rows);
      default ->
          FixedColumn.widthOf(type) == 0
              ? readPooled(in, type, nulls, rows)
              : readFixed(in, type, FixedColumn.widthOf(type), 0, nulls, rows);
    };
  }

  private static Column readDecimal(WireReader in, Nulls nulls, int rows) throws ProtocolException {
    int width = in.readByte();
    int scale = in.readByte();
    if (width != 2 && width != 4 && width != 8 && width != 16) {
      throw new ProtocolException("A decimal of " + width + " bytes");
    }
    return readFixed(in, ColumnType.DECIMAL, width, scale, nulls, rows);
  }

  private static Column readFixed(
      WireReader in, ColumnType type, int width, int scale, Nulls nulls, int rows)
      throws ProtocolException {
    in.requireEach(rows, width);
    return new FixedColumn(type, width, scale, nulls, in.readBytes(rows * width));
  }

  private static Column readPooled(WireReader in, ColumnType type, Nulls nulls, int rows)
      throws ProtocolException {
    int[] lengths = in.readInts(rows);
    int[] offsets = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      int end = offsets[row] + lengths[row];
      if (lengths[row] < 0 || end < 0 || end > in.remaining()) {
        throw new ProtocolException("A value of " + lengths[row] + " bytes that are not there");
      }
      offsets[row + 1] = end;
    }
    return new PooledColumn(type, nulls, offsets, in.readBytes(offsets[rows]));
  }

  private static Column readList(WireReader in, ColumnType type, Nulls nulls, int rows, int depth)
      throws ProtocolException {
    int[] starts = in.readInts(rows);
    int[] lengths = in.readInts(rows);
    int size = in.readVarInt();
    for (int row = 0; row < rows; row++) {
      if (starts[row] < 0 || lengths[row] < 0 || lengths[row] > size - starts[row]) {
        throw new ProtocolException("A list of elements that are not there");
      }
    }
    Column elements = read(in, requireSize(size), depth + 1);
    if (type == ColumnType.MAP && !isEntries(elements)) {
      throw new ProtocolException("A map whose entries are not pairs");
    }
    return new ListColumn(type, nulls, starts, lengths, elements);
  }

  private static int requireSize(int size) throws ProtocolException {
    if (size < 0) {
      throw new ProtocolException("A list of " + size + " elements");
    }
    return size;
  }

  private static boolean isEntries(Column elements) {
    return elements.size() == 0
        || elements instanceof StructColumn entries && entries.attributes().size() == 2;
  }

  private static Column readStruct(WireReader in, ColumnType type, Nulls nulls, int rows, int depth)
      throws ProtocolException {
    String typeName = in.readString();
    int count = in.readCount(3);
    List<String> names = new ArrayList<>(count);
    List<Column> attributes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(in.readString());
      attributes.add(read(in, rows, depth + 1));
    }
    if (type == ColumnType.UNION) {
      requireTags(nulls, rows, attributes);
    }
    return new StructColumn(type, nulls, rows, typeName, names, attributes);
  }

  private static void requireTags(Nulls nulls, int rows, List<Column> attributes)
      throws ProtocolException {
    boolean tagged = !attributes.isEmpty() && attributes.get(0).type() == ColumnType.UTINYINT;
    if (!tagged) {
      throw new ProtocolException("A union without a tag");
    }
    byte[] tags = ((FixedColumn) attributes.get(0)).data();
    for (int row = 0; row < rows; row++) {
      if (!nulls.isNull(row) && 1 + (tags[row] & 0xff) >= attributes.size()) {
        throw new ProtocolException("A union with the tag of a member that it does not have");
      }
    }
  }

  private static Column readVariant(WireReader in, Nulls nulls, int rows, int depth)
      throws ProtocolException {
    in.requireEach(rows, 1);
    Column[] cells = new Column[rows];
    for (int row = 0; row < rows; row++) {
      cells[row] = in.readBoolean() ? read(in, 1, depth + 1) : null;
      if (cells[row] == null && !nulls.isNull(row)) {
        throw new ProtocolException("A variant without a value");
      }
    }
    return new VariantColumn(nulls, cells);
  }
}
