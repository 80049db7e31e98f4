package dev.bolt.engine;

import java.util.function.Consumer;

/**
 * The places at which tests let a host die, to see what becomes of the writes that are under way.
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
  ASKED,
  /** The log is about to be written into the file. */
  CHECKPOINT,
  /** A new host has the file, and nobody knows of it yet. */
  OPENED,
  /** A host that hands over is about to let the file go. */
  CLOSING;

  private static volatile Consumer<KillPoint> listener;

  /** Listens to every place that is reached from now on. */
  static void listen(Consumer<KillPoint> consumer) {
    listener = consumer;
  }

  /** This place is reached. */
  void reached() {
    Consumer<KillPoint> present = listener;
    if (present != null) {
      present.accept(this);
    }
  }
}
