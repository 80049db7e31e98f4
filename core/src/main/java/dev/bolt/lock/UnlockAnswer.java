package dev.bolt.lock;

/**
 * What became of a holder whose lock somebody wanted to have free.
 *
 * @param holder who it was
 * @param outcome what became of him
 */
public record UnlockAnswer(LockEntry holder, Outcome outcome) {

  /** What became of a holder. */
  public enum Outcome {
    /** His process was dead, and he has been removed. */
    WAS_DEAD,
    /** He has let the lock go. */
    RELEASED,
    /** He lives and keeps it: his listener does not agree. */
    REFUSED,
    /** He lives and has not answered within two seconds: his process may be stopped. */
    SILENT,
    /** He lived and has lost it by {@link Force#EVEN_IF_ALIVE}. */
    OVERRIDDEN
  }
}
