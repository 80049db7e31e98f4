package dev.bolt.lock;

/** What stands in an entry about a request to let a lock go. */
enum LetGo {
  /** Nobody asks. */
  NOT_ASKED,
  /** Somebody asks, and has no answer yet. */
  ASKED,
  /** The holder's process has said no. */
  REFUSED;

  static LetGo of(long number) {
    return number == 1 ? ASKED : number == 2 ? REFUSED : NOT_ASKED;
  }
}
