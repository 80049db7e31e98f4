package dev.bolt.bench.plain;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The native connection of one careful connection, opened when it is needed. Confined to one
 * thread.
 *
 * <p>A connection that has failed is closed and opened anew: plain DuckDB goes on in auto-commit
 * after a failed COMMIT, and closes the statement that failed.
 */
final class Link {

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);
  private static final int LONGEST_PAUSE_MILLIS = 3;

  /**
   * Held while a connection that is reopened is open. A thread that opens the file while another of
   * the same process closes it gets an error, and closing drops the POSIX lock of both: then
   * another process opens the file too, and acknowledged commits are lost.
   */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock(true);

  private final String url;
  private final boolean reopens;
  private Connection connection;
  private boolean autoCommit = true;

  Link(String url, boolean reopens) {
    this.url = url;
    this.reopens = reopens;
  }

  /** Whether the connection lives for one transaction only. */
  boolean reopens() {
    return reopens;
  }

  /** The native connection, which is another one after each {@link #drop}. */
  Connection open() throws SQLException {
    if (connection == null) {
      connection = connect();
      if (!autoCommit) {
        connection.setAutoCommit(false);
      }
    }
    return connection;
  }

  private Connection connect() throws SQLException {
    if (!reopens) {
      return DriverManager.getConnection(url);
    }
    ONE_AT_A_TIME.lock();
    try {
      return connectWhenFree();
    } catch (SQLException e) {
      ONE_AT_A_TIME.unlock();
      throw e;
    }
  }

  private Connection connectWhenFree() throws SQLException {
    long deadline = System.nanoTime() + LOCK_TIMEOUT.toNanos();
    while (true) {
      try {
        return DriverManager.getConnection(url);
      } catch (SQLException e) {
        if (!PlainErrors.isHeldByAnother(e) || System.nanoTime() > deadline) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(SQLException reason) throws SQLException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }

  void setAutoCommit(boolean value) throws SQLException {
    if (connection != null && value != autoCommit) {
      connection.setAutoCommit(value);
    }
    autoCommit = value;
  }

  void commit() throws SQLException {
    open().commit();
    transactionEnds();
  }

  void rollback() throws SQLException {
    if (connection != null) {
      connection.rollback();
      transactionEnds();
    }
  }

  /** Tells that a statement is done, which in auto-commit mode is the end of its transaction. */
  void statementEnds() throws SQLException {
    if (autoCommit) {
      transactionEnds();
    }
  }

  private void transactionEnds() throws SQLException {
    if (reopens) {
      close();
    }
  }

  /** Lets go of a connection that is not trusted any more. */
  void drop(SQLException failure) {
    try {
      close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  void close() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } finally {
      if (reopens) {
        ONE_AT_A_TIME.unlock();
      }
    }
  }
}
