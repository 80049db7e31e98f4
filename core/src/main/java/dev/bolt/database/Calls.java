package dev.bolt.database;

import dev.bolt.ErrorCode;
import dev.bolt.metrics.CallMeter;
import dev.bolt.retry.RetryPolicy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Gives calls and transactions a connection, runs them again where that is safe, and counts what
 * goes wrong. Thread-safe.
 */
final class Calls {
  /**
   * What a call does with its statements.
   *
   * @param <T> what it returns
   */
  interface Use<T> {
    /** Does it. */
    T of(StatementRunner runner) throws SQLException;
  }

  /**
   * A call that gives its connection back by itself, now or later.
   *
   * @param <T> what it returns
   */
  interface Keeper<T> {
    /** Does it. */
    T on(Loan loan) throws SQLException;
  }

  private interface Step {
    void run() throws SQLException;
  }

  private final Loans loans;
  private final RetryPolicy retries;
  private final CallMeter meter;
  private final SqlTexts texts;
  private final ThreadLocal<Transaction> current = new ThreadLocal<>();

  Calls(Loans loans, RetryPolicy retries, CallMeter meter, SqlTexts texts) {
    this.loans = loans;
    this.retries = retries;
    this.meter = meter;
    this.texts = texts;
  }

  /**
   * Runs a call in auto-commit mode.
   *
   * @throws SQLException with SQLState 25001 in a transaction of this thread: it would not see what
   *     that has written, and in SQLite would wait for its own thread
   */
  <T> T run(SqlText text, Cancellation cancellation, Use<T> use) throws SQLException {
    return keep(
        text,
        cancellation,
        loan -> {
          try (loan) {
            return use.of(new StatementRunner(loan.connection(), cancellation));
          }
        });
  }

  /** The same for a call whose result needs the connection further. */
  <T> T keep(SqlText text, Cancellation cancellation, Keeper<T> call) throws SQLException {
    text.requireNoTransactionControl();
    text.requireNoSavepoint();
    requireNoTransaction("A call outside of the transaction of its own thread: use tx instead");
    return text.isRepeatable()
        ? retries.call(() -> once(text, cancellation, call), meter)
        : once(text, cancellation, call);
  }

  private <T> T once(SqlText text, Cancellation cancellation, Keeper<T> call) throws SQLException {
    try {
      Loan loan = loans.borrow(cancellation);
      if (text.changesSession()) {
        loan.discard();
      }
      return call.on(loan);
    } catch (SQLException e) {
      meter.failed(e);
      throw e;
    }
  }

  /** Runs a transaction until it is committed, throws, or may not be run again. */
  <T, X extends Exception> T transaction(TransactionWork<T, X> work, Cancellation cancellation)
      throws SQLException, X {
    requireNoTransaction(
        "A transaction inside of a transaction of this thread: pass tx on, or use SAVEPOINT");
    return retries.call(() -> once(work, cancellation), meter);
  }

  // What is open when the loan ends is rolled back with it, before anything is tried again.
  private <T, X extends Exception> T once(TransactionWork<T, X> work, Cancellation cancellation)
      throws SQLException, X {
    try (Loan loan = borrow(cancellation)) {
      Connection connection = loan.connection();
      counted(() -> connection.setAutoCommit(false));
      cancellation.begin(connection::rollback);
      try {
        T result = inTransaction(work, new Transaction(loan, cancellation, texts, meter));
        cancellation.commits();
        counted(connection::commit);
        counted(() -> connection.setAutoCommit(true));
        return result;
      } finally {
        cancellation.ends();
      }
    }
  }

  private <T, X extends Exception> T inTransaction(TransactionWork<T, X> work, Transaction tx)
      throws SQLException, X {
    current.set(tx);
    try {
      return work.run(tx);
    } finally {
      tx.end();
      current.remove();
    }
  }

  private Loan borrow(Cancellation cancellation) throws SQLException {
    cancellation.check();
    try {
      return loans.borrow(cancellation);
    } catch (SQLException e) {
      meter.failed(e);
      throw e;
    }
  }

  /** Statements count their errors by themselves; what the work throws may be nobody's error. */
  private void counted(Step step) throws SQLException {
    try {
      step.run();
    } catch (SQLException e) {
      meter.failed(e);
      throw e;
    }
  }

  private void requireNoTransaction(String message) throws SQLException {
    if (current.get() != null) {
      throw ErrorCode.TRANSACTION_STATE.exception(message);
    }
  }
}
