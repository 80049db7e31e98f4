package dev.bolt.database;

import java.sql.SQLException;

/**
 * What is done in a transaction. It may be run more than once, so what it does outside of the
 * database should bear that.
 *
 * @param <T> what it returns
 * @param <X> what it throws besides {@link SQLException}
 */
@FunctionalInterface
public interface TransactionWork<T, X extends Exception> {
  /** Does it; the transaction is committed when this returns, and rolled back when it throws. */
  T run(Transaction tx) throws SQLException, X;
}
