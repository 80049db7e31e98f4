package dev.bolt.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.bolt.ErrorCode;
import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections, which is HikariCP's. Thread-safe.
 *
 * <p>It opens one connection at once, soon a second, and others when a thread would wait; those
 * that nobody has used for ten minutes are closed, down to two. Bolt's connections survive the
 * death of a host by themselves, so none is thrown away for the SQLState of an error.
 *
 * <pre>{@code
 * try (Lease lease = pool.borrow()) {
 *   lease.connection().prepareStatement(…)
 * }
 * }</pre>
 */
public final class ConnectionPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  /** Two, so that the database stays open when one is discarded: to open it again takes long. */
  private static final int KEPT = 2;

  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSING_POLL = Duration.ofMillis(5);

  private final PoolSettings settings;
  private final HikariDataSource hikari;
  private final HikariPoolMXBean numbers;
  private final Leases leases;

  /**
   * Opens a pool and its first connection.
   *
   * @param source where the connections come from
   * @throws SQLException when the first connection cannot be opened, as the source says
   */
  public ConnectionPool(DataSource source, PoolSettings settings) throws SQLException {
    this.settings = settings;
    this.leases = new Leases(settings.maxConnections());
    this.hikari = open(source, settings);
    this.numbers = hikari.getHikariPoolMXBean();
  }

  private static HikariDataSource open(DataSource source, PoolSettings settings)
      throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("bolt-" + settings.name());
    config.setMaximumPoolSize(settings.maxConnections());
    config.setMinimumIdle(settings.reuse() ? Math.min(KEPT, settings.maxConnections()) : 0);
    config.setConnectionTimeout(settings.connectionTimeout().toMillis());
    config.setValidationTimeout(
        Math.min(VALIDATION_TIMEOUT.toMillis(), settings.connectionTimeout().toMillis()));
    // No network and no server tires of a connection, so none has to be young.
    config.setMaxLifetime(0);
    // One try: whether to wait for the database is the source's to know.
    config.setInitializationFailTimeout(1);
    config.setExceptionOverride(new KeepConnections());
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw ErrorCode.CANNOT_OPEN.exception("The pool cannot open a connection: " + e, e);
    }
  }

  /** What an error means for a connection is told when it comes back, by asking it. */
  private static final class KeepConnections implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
      return Override.DO_NOT_EVICT;
    }
  }

  /**
   * Takes a connection, in auto-commit mode; waits for one that is free.
   *
   * @throws SQLException with SQLState 53300 and who has the connections, when none was free in
   *     time; 57014 when the thread was interrupted, and stays so; 08003 when the pool is closed;
   *     or what kept a further connection from being opened
   */
  public Lease borrow() throws SQLException {
    Connection connection;
    try {
      connection = hikari.getConnection();
    } catch (SQLException e) {
      throw failure(e);
    }
    Lease lease = new Lease(this, connection);
    leases.add(lease);
    return lease;
  }

  void giveBack(Lease lease) {
    if (!leases.remove(lease)) {
      return;
    }
    Connection connection = lease.connection();
    try {
      if (connection.isClosed()) {
        return;
      }
      if (lease.isDiscarded() || !settings.reuse() || !isClean(connection)) {
        hikari.evictConnection(connection);
      }
      connection.close();
    } catch (SQLException e) {
      LOG.warn("A connection of {} could not be given back", settings.name(), e);
    }
  }

  /** Rolls back what is open, also what SQL has begun, of which HikariCP does not know. */
  private boolean isClean(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return true;
    } catch (SQLException e) {
      LOG.debug("A connection of {} is closed since it cannot be rolled back", settings.name(), e);
      return false;
    }
  }

  private SQLException failure(SQLException e) {
    if (e.getCause() instanceof InterruptedException) {
      return ErrorCode.INTERRUPTED.exception(
          "The thread was interrupted while it waited for a connection of " + settings.name(), e);
    }
    if (hikari.isClosed()) {
      return ErrorCode.CLOSED.exception("The pool of " + settings.name() + " is closed", e);
    }
    PoolStats stats = stats();
    if (stats.total() < settings.maxConnections() && e.getCause() instanceof SQLException cause) {
      return cause;
    }
    return ErrorCode.POOL_EXHAUSTED.exception(exhausted(stats), e);
  }

  private String exhausted(PoolStats stats) {
    String longest =
        stats
            .longest()
            .map(
                holder ->
                    " Thread "
                        + holder.thread()
                        + " has had one for the longest time, "
                        + seconds(holder.held())
                        + ".")
            .orElse("");
    return "No connection of "
        + settings.name()
        + " was free within "
        + seconds(settings.connectionTimeout())
        + " ("
        + stats
        + ")."
        + longest
        + " Give connections back sooner, or raise maxConnections ("
        + settings.maxConnections()
        + ") or connectionTimeout";
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }

  /** The connections now. */
  public PoolStats stats() {
    long now = System.nanoTime();
    int waiting = numbers.getThreadsAwaitingConnection();
    return new PoolStats(
        settings.maxConnections(),
        numbers.getTotalConnections(),
        numbers.getActiveConnections(),
        numbers.getIdleConnections(),
        waiting,
        leases
            .longest()
            .map(
                lease ->
                    new PoolStats.Holder(
                        lease.thread().getName(), Duration.ofNanos(now - lease.since()))),
        waiting == 0
            ? Duration.ZERO
            : leases
                .latest()
                .map(lease -> Duration.ofNanos(Math.max(0, now - lease.since())))
                .orElse(Duration.ZERO));
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return hikari.isClosed();
  }

  /**
   * Waits until no connection is in use.
   *
   * @return false when some still are after the limit, or the thread is interrupted, and stays so
   */
  public boolean awaitIdle(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (leases.longest().isPresent()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        Thread.sleep(CLOSING_POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /**
   * Closes the connections; what still runs on them is cancelled. Takes at most half a minute and
   * the connection timeout, where an engine does not let go. Idempotent.
   *
   * <p>On a thread of its own, since an interrupt would have HikariCP leave connections open.
   */
  @Override
  public void close() {
    ExecutorService thread = Daemon.executor("bolt-close", Duration.ofSeconds(1));
    try {
      Daemon.call(
          thread,
          () -> {
            hikari.close();
            return null;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.shutdown();
    }
  }
}
