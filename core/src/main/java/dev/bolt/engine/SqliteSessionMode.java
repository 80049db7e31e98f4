package dev.bolt.engine;

/**
 * What one SQLite session wants that others on the same file may not.
 *
 * @param deferred whether its transactions take the write lock at their first write, not when they
 *     begin; outside of WAL mode, where readers are in a writer's way, they never do
 * @param sharesSyncs whether its commits wait for a sync that they share with others, where its
 *     level is FULL
 * @param readsDurable whether it is given only what is on disk, though others share syncs
 */
public record SqliteSessionMode(boolean deferred, boolean sharesSyncs, boolean readsDurable) {

  /** Of a session that says nothing. */
  public static final SqliteSessionMode DEFAULT = new SqliteSessionMode(true, true, false);
}
