package dev.bolt.engine;

import java.sql.SQLException;

/**
 * The open results of one SQLite session, in a list that costs nothing to enter and to leave.
 * Confined to the thread that uses the session.
 */
final class SqliteCursors {

  private SqliteCursor first;

  void add(SqliteCursor cursor) {
    cursor.after = first;
    if (first != null) {
      first.before = cursor;
    }
    first = cursor;
  }

  void remove(SqliteCursor cursor) {
    if (cursor.before != null) {
      cursor.before.after = cursor.after;
    } else if (first == cursor) {
      first = cursor.after;
    }
    if (cursor.after != null) {
      cursor.after.before = cursor.before;
    }
    cursor.before = null;
    cursor.after = null;
  }

  /** Whether no result is open. */
  boolean isEmpty() {
    return first == null;
  }

  /** Takes the rows that are left of all results out of the engine. */
  void keepAll(SqliteKeptRows kept) throws SQLException {
    while (first != null) {
      first.keepIn(kept);
      remove(first);
    }
  }

  /** Ends all results in the engine; whoever reads on is told. */
  void endAll() throws SQLException {
    while (first != null) {
      SqliteCursor cursor = first;
      remove(cursor);
      cursor.endEarly(
          "a write of the same session was cancelled, and SQLite interrupts all statements of a"
              + " connection");
    }
  }
}
