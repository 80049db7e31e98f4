package dev.bolt.engine;

/**
 * What became of an operation whose answer did not arrive.
 *
 * @param kind what is known
 * @param reply the answer, given again; null unless it is {@link Kind#ANSWERED} and a statement's
 * @param counts the update counts of a batch; null unless it is {@link Kind#ANSWERED} and a batch's
 */
public record Outcome(Kind kind, Reply reply, long[] counts) {

  /** What is known of an operation. */
  public enum Kind {
    /** It is not committed, and never will be: it may be run again. */
    NOT_COMMITTED,
    /** It is committed, and here is its answer. */
    ANSWERED,
    /** It is committed; its answer was too long to be kept. */
    ANSWER_LOST
  }

  /** Not committed. */
  public static final Outcome NOT_COMMITTED = new Outcome(Kind.NOT_COMMITTED, null, null);

  /** Committed, and the answer is gone. */
  public static final Outcome ANSWER_LOST = new Outcome(Kind.ANSWER_LOST, null, null);

  /** Committed, with the answer of a statement. */
  public static Outcome of(Reply reply) {
    return new Outcome(Kind.ANSWERED, reply, null);
  }

  /** Committed, with the answer of a batch. */
  public static Outcome of(long[] counts) {
    return new Outcome(Kind.ANSWERED, null, counts);
  }
}
