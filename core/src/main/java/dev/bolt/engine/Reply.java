package dev.bolt.engine;

/**
 * The answer to a statement.
 *
 * @param cursor the rows, or null where the statement returns none
 * @param updateCount the number of rows changed, or -1 where {@code cursor} is not null or the
 *     statement counts nothing
 * @param generatedKeys the keys that were asked for, or null
 * @param fate what became of the writes
 * @param read whether the engine took the statement for a read, which may be repeated unasked
 * @param sessionChanged whether state of the session changed (a setting, the schema, a temporary
 *     object), that a takeover has to bring back or report
 */
public record Reply(
    Cursor cursor,
    long updateCount,
    Cursor generatedKeys,
    Fate fate,
    boolean read,
    boolean sessionChanged) {

  /** Whether the statement returned rows. */
  public boolean hasRows() {
    return cursor != null;
  }
}
