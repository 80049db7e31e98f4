package dev.bolt.node;

import dev.bolt.client.HostLostException.Progress;
import dev.bolt.engine.TransactionState;

/**
 * What it means for a call that its host was lost, or the engine of its host.
 *
 * <pre>
 *                      no transaction open                  │ open, only read │ open, wrote
 *                      question in-tx  perhaps-read  write  │ commit  other   │ commit  other
 *   not executed       ───────── run again ─────────────────│ done    lost    │ lost    lost
 *   perhaps executed   ─ run again ──  if a read   unknown  │ done    lost    │ unknown lost
 *   host is silent     ── unreachable ───────────  unknown  │ done    lost    │ unknown lost
 * </pre>
 *
 * <p>A rollback is done in every case: a host that is gone, or sees the connection end, rolls back.
 */
enum Loss {
  /** It was not executed: run it on the next host. */
  NOT_DONE,
  /** It may have been executed: run it on the next host if the engine takes it for a read. */
  PERHAPS_READ,
  /** What it was to achieve is so. */
  NOTHING_LOST,
  /** Its transaction is rolled back. */
  TRANSACTION_LOST,
  /** It did nothing, and nobody is there to run it now. */
  UNREACHABLE,
  /** It may or may not have written. */
  UNKNOWN;

  /**
   * What it means.
   *
   * @param before the transaction before the call
   * @param progress how far the call got
   */
  static Loss of(Call call, TransactionState before, Progress progress) {
    if (call == Call.ROLLBACK) {
      return NOTHING_LOST;
    }
    return before.open() ? inTransaction(call, before, progress) : alone(call, progress);
  }

  private static Loss inTransaction(Call call, TransactionState before, Progress progress) {
    if (call != Call.COMMIT) {
      return TRANSACTION_LOST;
    }
    if (before == TransactionState.READING) {
      return NOTHING_LOST;
    }
    return progress == Progress.NOT_EXECUTED || before == TransactionState.ABORTED
        ? TRANSACTION_LOST
        : UNKNOWN;
  }

  private static Loss alone(Call call, Progress progress) {
    if (progress == Progress.NOT_EXECUTED) {
      return NOT_DONE;
    }
    if (call == Call.WRITE) {
      return UNKNOWN;
    }
    if (progress == Progress.SILENT) {
      return UNREACHABLE;
    }
    return call == Call.PERHAPS_READ ? PERHAPS_READ : NOT_DONE;
  }
}
