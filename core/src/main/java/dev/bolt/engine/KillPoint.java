package dev.bolt.engine;

import java.util.function.Consumer;

/**
 * The places at which tests let a host die, to see what becomes of the write that is under way.
 * Nothing outside this package can listen, so no user can meet one.
 */
enum KillPoint {
  /** A write is about to be executed. */
  BEFORE_EXECUTE,
  /** It is executed, what it answers is in the ledger, and nothing is committed. */
  BEFORE_COMMIT,
  /** It is committed, and not answered. */
  COMMITTED,
  /** A client asks what became of one. */
  ASKED;

  private static volatile Consumer<KillPoint> listener;

  /** Listens to every place that is reached from now on. */
  static void listen(Consumer<KillPoint> consumer) {
    listener = consumer;
  }

  /** A write has come to this place. */
  void reached() {
    Consumer<KillPoint> present = listener;
    if (present != null) {
      present.accept(this);
    }
  }
}
