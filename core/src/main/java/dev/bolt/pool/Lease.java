package dev.bolt.pool;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection of a pool, from when it is taken until it is given back by {@link #close}.
 *
 * <p>What is open on it is rolled back then, and what setters of {@link Connection} have changed is
 * set back. What SQL has changed, such as a setting or a temporary table, stays with the
 * connection: whoever has done that {@linkplain #discard() discards} it.
 *
 * <p>Thread-safe in that it may be closed by any thread, and more than once.
 */
public final class Lease implements AutoCloseable {
  private final ConnectionPool pool;
  private final Connection connection;
  private final Thread thread = Thread.currentThread();
  private final long since = System.nanoTime();
  private int place;
  private volatile boolean discarded;

  Lease(ConnectionPool pool, Connection connection) {
    this.pool = pool;
    this.connection = connection;
  }

  /**
   * The connection. Close the lease instead of it: to close the connection gives it back too, but
   * neither rolls back what SQL has begun nor discards it.
   */
  public Connection connection() {
    return connection;
  }

  /** Has the connection closed, not used again, when it comes back. */
  public void discard() {
    discarded = true;
  }

  boolean isDiscarded() {
    return discarded;
  }

  /** Whether it was given back, by {@link #close} or by closing the connection. */
  boolean isGivenBack() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Who took it. */
  Thread thread() {
    return thread;
  }

  /** When, on the clock of {@link System#nanoTime}. */
  long since() {
    return since;
  }

  /** Where {@link Leases} has noted it; set before it is. */
  int place() {
    return place;
  }

  void place(int noted) {
    place = noted;
  }

  /** Gives the connection back; one that cannot be cleaned is closed. Idempotent. */
  @Override
  public void close() {
    pool.giveBack(this);
  }
}
