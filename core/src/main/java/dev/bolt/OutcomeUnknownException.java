package dev.bolt;

import java.sql.SQLException;
import java.time.Duration;

/**
 * A write was under way when its host fell silent, so it may or may not be committed; or become so
 * when the host goes on.
 *
 * <p>SQLState 08007. It can be found out later, once the host answers again or another one has
 * taken its place: {@link #committed}. Nothing is ever repeated unasked. Thread-safe.
 */
public final class OutcomeUnknownException extends SQLException {

  /** Finds out what became of the write. */
  @FunctionalInterface
  public interface Question {
    /**
     * Asks.
     *
     * @param limit how long a host is waited for
     * @return whether the write is committed
     * @throws SQLException when it is still not known
     */
    boolean committed(Duration limit) throws SQLException;
  }

  private static final long serialVersionUID = 1L;

  private final transient Question question;

  /**
   * An exception that may know whom to ask.
   *
   * @param question null when nobody keeps the outcome
   */
  public OutcomeUnknownException(String message, Question question, SQLException cause) {
    super(message, ErrorCode.OUTCOME_UNKNOWN.sqlState(), ErrorCode.OUTCOME_UNKNOWN.number(), cause);
    this.question = question;
  }

  /**
   * Finds out whether the write is committed. While that is open the connection of the write may be
   * used, and closed.
   *
   * @param limit how long a host is waited for
   * @return true when it is committed, exactly once; false when it is not and never will be
   * @throws SQLException with SQLState 08007 when it is still not known, or cannot be found out
   */
  public boolean committed(Duration limit) throws SQLException {
    if (question == null) {
      throw new OutcomeUnknownException(
          "Nobody keeps the outcome of this write (exactlyOnce is off, or it is of a kind that has"
              + " none to keep). Look at the data",
          null,
          this);
    }
    return question.committed(limit);
  }
}
