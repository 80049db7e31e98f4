package dev.bolt.lock;

/**
 * What a holder of locks wants to be told. Called on the thread {@code bolt-lock-keeper}, which can
 * do nothing else meanwhile: a listener should be quick. It may use the manager.
 */
public interface LockListener {

  /** One that wants to know nothing, and lets nothing go. */
  LockListener NONE = new LockListener() {};

  /**
   * A lock is held no longer, though it was not released.
   *
   * @param name its name
   * @param fencingToken the token it had
   */
  default void lost(String name, long fencingToken, Loss loss) {}

  /**
   * Somebody asks for a lock by {@link DatabaseLockManager#forceUnlock}.
   *
   * @return whether to let it go at once
   */
  default boolean letsGo(String name, long fencingToken) {
    return false;
  }
}
