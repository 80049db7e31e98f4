package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of a query, as SQLite finds them.
 *
 * <p>An open one holds a snapshot of the database from its first row to its last; in auto-commit,
 * the session cannot write behind another writer meanwhile. Confined to the thread that uses the
 * session.
 */
final class SqliteCursor implements Cursor.Native, EngineCalls.Call<Boolean> {

  /** The rows that are taken at most from a result whose snapshot is left. */
  private static final int MAX_KEPT_ROWS = 10_000;

  private final SqliteSession session;
  private final RecordedRead read;
  private ResultSet rows;
  private EngineCalls.Action givingBack;
  private int rowsBefore;
  private String endedBy;
  private boolean closed;

  /** The neighbours in the list of {@link SqliteCursors}. */
  SqliteCursor before;

  SqliteCursor after;

  /**
   * A cursor before its first row.
   *
   * @param read the read whose rows they are, if that is recorded; else null
   * @param givingBack what to do with the statement when the cursor is closed
   */
  SqliteCursor(
      SqliteSession session, ResultSet rows, RecordedRead read, EngineCalls.Action givingBack) {
    this.session = session;
    this.rows = rows;
    this.read = read;
    this.givingBack = givingBack;
  }

  @Override
  public ResultSet resultSet() {
    return rows;
  }

  @Override
  public ResultSet named() throws SQLException {
    return SqliteStatement.named(rows);
  }

  @Override
  public int row() throws SQLException {
    return rowsBefore + rows.getRow();
  }

  @Override
  public boolean next() throws SQLException {
    if (endedBy != null) {
      throw ErrorCode.INTERRUPTED.exception("The result was ended: " + endedBy);
    }
    return !closed && session.fetch(this);
  }

  /**
   * Moves to the first row, which the driver has taken when it ran the statement: no call into the
   * engine that could be cancelled.
   *
   * @return false where there is none, or the cursor is past it
   */
  boolean toFirst() throws SQLException {
    return rows.isBeforeFirst() && moved(rows.next());
  }

  /** The call into the engine that {@link #next()} makes for a later row. */
  @Override
  public Boolean run() throws SQLException {
    session.onlyReads();
    return advance();
  }

  private boolean advance() throws SQLException {
    try {
      return moved(rows.next());
    } catch (SQLException e) {
      if (read != null) {
        read.failed(e);
      }
      throw e;
    }
  }

  private boolean moved(boolean there) {
    if (read != null) {
      read.moved(there);
    }
    return there;
  }

  /**
   * Takes the rows that are left out of the engine, so that their snapshot can be left. The row on
   * which the cursor stands goes along.
   *
   * @throws SQLException when it fails, or there are too many; the result has ended then
   */
  void keepIn(SqliteKeptRows kept) throws SQLException {
    boolean begun = rows.getRow() > 0;
    if (begun ? rows.isAfterLast() : !rows.isBeforeFirst()) {
      return;
    }
    try {
      ResultSet source = SqliteStatement.named(rows);
      int before = Math.max(0, rows.getRow() - 1);
      SqliteKeptRows.Kept rest = kept.keep(source.getStatement(), source, new Rest(begun), 0);
      end();
      rows = rest.rows();
      givingBack = () -> kept.forget(rest);
      rowsBefore = before;
      if (begun) {
        rows.next();
      }
    } catch (SQLException e) {
      Cleanup.after(e, () -> endEarly("its rows could not be kept when its snapshot was left"));
      throw e;
    }
  }

  /** Moves over the rows that are left, beginning with that on which the cursor stands. */
  private final class Rest implements EngineCalls.Call<Boolean> {
    private boolean here;
    private int taken;

    Rest(boolean here) {
      this.here = here;
    }

    @Override
    public Boolean run() throws SQLException {
      if (here) {
        here = false;
        return true;
      }
      boolean there = advance();
      if (there && ++taken > MAX_KEPT_ROWS) {
        throw new SQLException("more than " + MAX_KEPT_ROWS + " rows are left");
      }
      return there;
    }
  }

  /** Ends the result in the engine, before it is closed. */
  void endEarly(String why) throws SQLException {
    endedBy = why;
    rows.close();
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      session.close(this);
    }
  }

  /** The call into the engine that {@link #close()} makes. */
  void end() throws SQLException {
    rows.close();
    givingBack.run();
  }
}
