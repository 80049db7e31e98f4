package dev.bolt.engine;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.Column;
import dev.bolt.rows.RowShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema in which Bolt keeps what it needs in a DuckDB file. It is left out of {@link
 * java.sql.DatabaseMetaData}; whoever asks for it in SQL finds it. Stateless.
 */
public final class HiddenSchema {

  /** Its name. */
  public static final String NAME = "__bolt";

  private static final String COLUMN = "TABLE_SCHEM";

  private HiddenSchema() {}

  /** The rows of an answer about a database that are not about this schema. */
  static MaterializedCursor without(MaterializedCursor answer) {
    int column = column(answer.shape());
    if (column < 0) {
      return answer;
    }
    List<Chunk> visible = new ArrayList<>();
    for (Chunk chunk = answer.next(); chunk != null; chunk = answer.next()) {
      addVisible(chunk, column, visible);
    }
    return new MaterializedCursor(answer.shape(), visible);
  }

  private static int column(RowShape shape) {
    for (int i = 0; i < shape.columns().size(); i++) {
      if (shape.columns().get(i).label().equalsIgnoreCase(COLUMN)) {
        return i;
      }
    }
    return -1;
  }

  private static void addVisible(Chunk chunk, int column, List<Chunk> visible) {
    int from = 0;
    for (int row = 0; row <= chunk.rows(); row++) {
      if (row == chunk.rows() || isHidden(chunk.column(column), row)) {
        if (row > from) {
          visible.add(chunk.slice(from, row));
        }
        from = row + 1;
      }
    }
  }

  private static boolean isHidden(Column schemas, int row) {
    return !schemas.isNull(row) && NAME.equals(schemas.text(row));
  }
}
