package dev.bolt.engine;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Arrays;

/** What a client is told of a batch that failed. Stateless. */
public final class BatchFailure {

  private BatchFailure() {}

  /**
   * The exception for a batch. It has update counts only of rows that are still there, in a
   * transaction that the client may yet commit; where the failure has undone them, as in
   * auto-commit, it has none at all. JDBC takes a count for a row that succeeded, and the end of
   * the counts for the place where the batch stopped; {@link java.sql.Statement#EXECUTE_FAILED} for
   * each row would say that each was tried.
   *
   * @param counts the counts of the rows before the one that failed, and perhaps more
   * @param done how many rows that were
   * @param after the transaction after the failure
   */
  public static BatchUpdateException of(
      SQLException failure, long[] counts, int done, TransactionState after) {
    boolean kept = after == TransactionState.READING || after == TransactionState.WRITING;
    return new BatchUpdateException(
        failure.getMessage(),
        failure.getSQLState(),
        failure.getErrorCode(),
        Arrays.copyOf(counts, kept ? done : 0),
        failure);
  }
}
