package dev.bolt.engine;

import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of one result. Confined to the thread that uses its session.
 *
 * <p>A cursor stays usable while its session runs other statements, until it is closed, its session
 * is closed, or its host is lost ({@link dev.bolt.ErrorCode#SESSION_STATE_LOST}).
 */
public sealed interface Cursor extends AutoCloseable permits Cursor.Chunks, Cursor.Native {

  @Override
  void close() throws SQLException;

  /** Rows in typed columns, from a hosted engine. */
  non-sealed interface Chunks extends Cursor {
    /** The columns. */
    RowShape shape();

    /** The next rows, at least one, or null at the end. */
    Chunk next() throws SQLException;

    /** Whether {@link #next()} is known to return null, so that it need not be called. */
    boolean atEnd();

    /** Whether the rows that are left do not need the session, and stay when that is closed. */
    boolean detached();
  }

  /** A result of the engine's own driver, whose conversions are kept as they are. */
  non-sealed interface Native extends Cursor {
    /**
     * The driver's own result set, to read the current row; moved and closed through this cursor,
     * and another one when the session has to put the rows elsewhere.
     */
    ResultSet resultSet();

    /** The same, when a column is looked for by its name; it may lack the names until then. */
    ResultSet named() throws SQLException;

    /** The number of the current row; what {@link ResultSet#getRow()} says of the whole result. */
    int row() throws SQLException;

    /** Moves to the next row; what {@link ResultSet#next()} does, with errors of the waist. */
    boolean next() throws SQLException;
  }
}
