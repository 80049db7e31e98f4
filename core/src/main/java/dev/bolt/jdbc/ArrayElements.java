package dev.bolt.jdbc;

import dev.bolt.engine.Cursor;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.Column;
import dev.bolt.rows.ColumnInfo;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.FixedColumn;
import dev.bolt.rows.Nulls;
import dev.bolt.rows.RowShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.util.List;

/** The elements of an array as rows of INDEX, from 1, and VALUE. */
final class ArrayElements implements Cursor.Chunks {

  private final RowShape shape;
  private Chunk chunk;

  private ArrayElements(Column elements) {
    this.shape =
        new RowShape(List.of(info("INDEX", ColumnType.INTEGER), info("VALUE", elements.type())));
    if (elements.size() > 0) {
      List<Column> columns = List.of(indexes(elements.size()), elements);
      this.chunk = new Chunk(elements.size(), columns, new Column[2]);
    }
  }

  /** Opens a part of a column. */
  static ResultSet open(Column elements, int start, int length) {
    return new ChunkResultSet(null, new ArrayElements(elements.slice(start, start + length)));
  }

  private static Column indexes(int count) {
    ByteBuffer indexes = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= count; i++) {
      indexes.putInt(i);
    }
    return new FixedColumn(ColumnType.INTEGER, Integer.BYTES, 0, Nulls.none(), indexes.array());
  }

  private static ColumnInfo info(String name, ColumnType type) {
    return new ColumnInfo(
        name,
        name,
        type.name(),
        type.sqlType(),
        Object.class.getName(),
        0,
        0,
        0,
        ResultSetMetaData.columnNullable,
        ColumnInfo.CASE_SENSITIVE
            | ColumnInfo.SEARCHABLE
            | ColumnInfo.SIGNED
            | ColumnInfo.READ_ONLY,
        "",
        "",
        "");
  }

  @Override
  public RowShape shape() {
    return shape;
  }

  @Override
  public Chunk next() {
    Chunk next = chunk;
    chunk = null;
    return next;
  }

  @Override
  public boolean atEnd() {
    return chunk == null;
  }

  @Override
  public boolean detached() {
    return true;
  }

  @Override
  public void close() {
    chunk = null;
  }
}
