package dev.bolt.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a result, in columns. Immutable.
 *
 * <p>Most nested values and geometries have a text of the engine's own making, which nothing but
 * the engine can make; it travels beside them as a {@linkplain #rendering(int) rendering}.
 */
public final class Chunk {

  private final int rows;
  private final List<Column> columns;
  private final Column[] renderings;

  /**
   * A chunk of columns of the same length.
   *
   * @param renderings the text of each column, null for columns that need none; not copied
   */
  public Chunk(int rows, List<Column> columns, Column[] renderings) {
    this.rows = rows;
    this.columns = List.copyOf(columns);
    this.renderings = renderings;
  }

  /**
   * Whether a column needs a rendering: its values cannot be written as text without the engine.
   */
  public static boolean needsRendering(Column column) {
    return switch (column.type()) {
      case STRUCT, MAP, UNION, GEOMETRY -> true;
      case LIST, ARRAY -> !ListText.canWrite(column);
      default -> false;
    };
  }

  /** The number of rows, at least one. */
  public int rows() {
    return rows;
  }

  /** The number of columns, at least one. */
  public int width() {
    return columns.size();
  }

  /** The columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  /** A column; the first is 0. */
  public Column column(int index) {
    return columns.get(index);
  }

  /** The engine's text of a column, or null where the column has none. */
  public Column rendering(int index) {
    return renderings[index];
  }

  /** About how many bytes of memory the rows take. */
  public long approximateBytes() {
    long bytes = 0;
    for (int i = 0; i < renderings.length; i++) {
      bytes += columns.get(i).approximateBytes();
      bytes += renderings[i] == null ? 0 : renderings[i].approximateBytes();
    }
    return bytes;
  }

  /** The rows from one to before another. */
  public Chunk slice(int from, int to) {
    if (from == 0 && to == rows) {
      return this;
    }
    Column[] texts = new Column[renderings.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = renderings[i] == null ? null : renderings[i].slice(from, to);
    }
    return new Chunk(
        to - from, columns.stream().map(column -> column.slice(from, to)).toList(), texts);
  }

  /** Chunks of one result, one after the other. */
  public static Chunk concat(List<Chunk> chunks) {
    Chunk first = chunks.get(0);
    if (chunks.size() == 1) {
      return first;
    }
    List<Column> columns = new ArrayList<>();
    Column[] texts = new Column[first.width()];
    for (int i = 0; i < texts.length; i++) {
      int index = i;
      columns.add(Column.concat(chunks.stream().map(chunk -> chunk.column(index)).toList()));
      // One that had no elements yet may have a rendering that others do not need.
      if (chunks.stream().allMatch(chunk -> chunk.rendering(index) != null)) {
        texts[i] = Column.concat(chunks.stream().map(chunk -> chunk.rendering(index)).toList());
      }
    }
    return new Chunk(columns.get(0).size(), columns, texts);
  }
}
