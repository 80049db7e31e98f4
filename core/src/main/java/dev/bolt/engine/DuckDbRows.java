package dev.bolt.engine;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.Column;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an open result of DuckDB's driver in columns.
 *
 * <p>The driver fetches vectors of up to 2,048 rows, whose memory the engine reuses at the next
 * fetch. They are copied as a whole, before {@link #next} returns; no native memory is held. The
 * result set must not be used by anybody else meanwhile. Confined to one thread.
 */
final class DuckDbRows {

  /** A chunk grows until it has about so many bytes, whatever number of rows was asked for. */
  private static final long TARGET_BYTES = 4 << 20;

  private final ResultSet result;
  private final RowShape shape;
  private Chunk pending;
  private boolean finished;

  /** Reads a result from its first row on. */
  DuckDbRows(ResultSet result) throws SQLException {
    DuckDbVector.requireKnownDriver();
    this.result = result;
    this.shape = shape(result.getMetaData());
  }

  /** The columns of the result. */
  RowShape shape() {
    return shape;
  }

  /** What a result is made of; null where there is none. */
  static RowShape shape(ResultSetMetaData metadata) throws SQLException {
    return metadata == null ? null : DuckDbShapes.shape(metadata);
  }

  /** What the parameters of a statement are. */
  static List<ParameterInfo> parameters(ParameterMetaData metadata) throws SQLException {
    return DuckDbShapes.parameters(metadata);
  }

  /** Whether {@link #next} is known to return null. */
  boolean atEnd() {
    return finished && pending == null;
  }

  /**
   * The next rows, at least one, or null at the end.
   *
   * @param maxRows the most rows to return, at least 1
   */
  Chunk next(int maxRows) throws SQLException {
    List<Chunk> parts = new ArrayList<>();
    int rows = 0;
    long bytes = 0;
    while (rows < maxRows && bytes < TARGET_BYTES) {
      Chunk part = take(maxRows - rows);
      if (part == null) {
        break;
      }
      parts.add(part);
      rows += part.rows();
      bytes += part.approximateBytes();
    }
    return parts.isEmpty() ? null : Chunk.concat(parts);
  }

  /** The next rows of one vector of the engine; the rest of them stays pending. */
  private Chunk take(int maxRows) throws SQLException {
    Chunk vector = pending != null ? pending : fetch();
    pending = null;
    if (vector == null) {
      return null;
    }
    int count = Math.min(vector.rows(), maxRows);
    Chunk part = vector.slice(0, count);
    while (count > 1 && part.approximateBytes() > 2 * TARGET_BYTES) {
      count = Math.max(1, count / 2);
      part = part.slice(0, count);
    }
    if (count < vector.rows()) {
      pending = vector.slice(count, vector.rows());
    }
    return part;
  }

  private Chunk fetch() throws SQLException {
    if (finished) {
      return null;
    }
    if (!result.next()) {
      finished = true;
      return null;
    }
    Object[] vectors = DuckDbVector.fetched(result);
    int rows = DuckDbVector.length(vectors[0]);
    List<Column> columns = new ArrayList<>(vectors.length);
    Column[] renderings = new Column[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      Column column = DuckDbVector.column(vectors[i]);
      columns.add(column);
      if (Chunk.needsRendering(column)) {
        renderings[i] = DuckDbVector.rendering(result, i, column);
      }
    }
    DuckDbVector.skipFetched(result, rows);
    return new Chunk(rows, columns, renderings);
  }
}
