package dev.bolt.engine;

/** Where a session stands in its transaction. The waist owns this state, no driver does. */
public enum TransactionState {
  /** No transaction is open. */
  NONE,
  /** A transaction is open and has not written. */
  READING,
  /** A transaction is open and may have written. */
  WRITING,
  /**
   * An error has rolled the transaction back; nothing of it is visible, and every statement but
   * ROLLBACK (or COMMIT, which says so) is refused.
   */
  ABORTED;

  /** Whether a transaction is open, or has to be ended by the client. */
  public boolean open() {
    return this != NONE;
  }
}
