package dev.bolt.lock;

/** Why a lock is not held any more, although its holder has not released it. */
public enum Loss {
  /** The folder or the file of locks was deleted, replaced or overwritten. */
  FILE,
  /** Somebody has taken it by {@link Force#EVEN_IF_ALIVE}, or an entry of the file was damaged. */
  TAKEN,
  /** The listener of this manager has agreed to let it go. */
  AGREED
}
