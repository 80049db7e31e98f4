package dev.bolt.database;

import dev.bolt.pool.Lease;
import java.sql.Connection;

/**
 * A connection that goes back to the pool after each call.
 *
 * @param lease the pool's
 */
record PooledLoan(Lease lease) implements Loan {

  @Override
  public Connection connection() {
    return lease.connection();
  }

  @Override
  public void discard() {
    lease.discard();
  }

  @Override
  public Loan forRows() {
    return this;
  }

  @Override
  public void close() {
    lease.close();
  }
}
