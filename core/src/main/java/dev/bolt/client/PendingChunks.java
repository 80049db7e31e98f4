package dev.bolt.client;

import java.util.ArrayDeque;

/** The cursors that wait for rows, in the order in which they asked. Confined to the session. */
final class PendingChunks {

  private final ArrayDeque<RemoteCursor> cursors = new ArrayDeque<>();

  void add(RemoteCursor cursor) {
    cursors.add(cursor);
  }

  /** Whether the next frame belongs to a cursor. */
  boolean any() {
    return !cursors.isEmpty();
  }

  /** The cursor to which the frame belongs that has just arrived. */
  RemoteCursor next() {
    return cursors.remove();
  }

  void clear() {
    cursors.clear();
  }
}
