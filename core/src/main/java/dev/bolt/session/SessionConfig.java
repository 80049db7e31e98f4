package dev.bolt.session;

import dev.bolt.database.DatabaseConfig;
import java.time.Duration;

/**
 * How the sessions of a {@link SessionManager} work. Immutable: each {@code with} returns another
 * one.
 *
 * <pre>{@code
 * SessionConfig.defaults().withSessionTimeout(Duration.ofMinutes(1))
 * }</pre>
 *
 * <p>{@link SessionSetting} tells what each setting means, its default and its range; a value out
 * of range is refused at once with an {@link IllegalArgumentException} that names the range.
 *
 * @param sessionTimeout see {@link SessionSetting#SESSION_TIMEOUT}
 * @param maxTransactionTime see {@link SessionSetting#MAX_TRANSACTION_TIME}
 * @param deadlockTimeout see {@link SessionSetting#DEADLOCK_TIMEOUT}
 * @param isolation see {@link SessionSetting#ISOLATION}
 * @param maxConnections see {@link SessionSetting#MAX_CONNECTIONS}
 * @param database everything else: engine, options, retries, timeouts. Of it, {@code
 *     maxConnections} is not looked at
 */
public record SessionConfig(
    Duration sessionTimeout,
    Duration maxTransactionTime,
    Duration deadlockTimeout,
    IsolationLevel isolation,
    int maxConnections,
    DatabaseConfig database) {

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public SessionConfig {
    SessionSetting.SESSION_TIMEOUT.requireInRange(sessionTimeout);
    SessionSetting.MAX_TRANSACTION_TIME.requireInRange(maxTransactionTime);
    SessionSetting.DEADLOCK_TIMEOUT.requireInRange(deadlockTimeout);
    SessionSetting.ISOLATION.requireInRange(isolation);
    SessionSetting.MAX_CONNECTIONS.requireInRange(maxConnections);
    if (database == null) {
      throw new IllegalArgumentException(
          "Sessions need the settings of a database, not null: DatabaseConfig.defaults()");
    }
  }

  /** The default of every setting. */
  public static SessionConfig defaults() {
    return new SessionConfig(
        SessionSetting.SESSION_TIMEOUT.defaultValue(Duration.class),
        SessionSetting.MAX_TRANSACTION_TIME.defaultValue(Duration.class),
        SessionSetting.DEADLOCK_TIMEOUT.defaultValue(Duration.class),
        SessionSetting.ISOLATION.defaultValue(IsolationLevel.class),
        SessionSetting.MAX_CONNECTIONS.defaultValue(Integer.class),
        DatabaseConfig.defaults());
  }

  /** See {@link SessionSetting#SESSION_TIMEOUT}. */
  public SessionConfig withSessionTimeout(Duration timeout) {
    return new SessionConfig(
        timeout, maxTransactionTime, deadlockTimeout, isolation, maxConnections, database);
  }

  /** See {@link SessionSetting#MAX_TRANSACTION_TIME}. */
  public SessionConfig withMaxTransactionTime(Duration time) {
    return new SessionConfig(
        sessionTimeout, time, deadlockTimeout, isolation, maxConnections, database);
  }

  /** See {@link SessionSetting#DEADLOCK_TIMEOUT}. */
  public SessionConfig withDeadlockTimeout(Duration timeout) {
    return new SessionConfig(
        sessionTimeout, maxTransactionTime, timeout, isolation, maxConnections, database);
  }

  /** See {@link SessionSetting#ISOLATION}. */
  public SessionConfig withIsolation(IsolationLevel level) {
    return new SessionConfig(
        sessionTimeout, maxTransactionTime, deadlockTimeout, level, maxConnections, database);
  }

  /** See {@link SessionSetting#MAX_CONNECTIONS}. */
  public SessionConfig withMaxConnections(int connections) {
    return new SessionConfig(
        sessionTimeout, maxTransactionTime, deadlockTimeout, isolation, connections, database);
  }

  /** With the settings of the database behind the sessions: engine, options, retries, timeouts. */
  public SessionConfig withDatabase(DatabaseConfig config) {
    return new SessionConfig(
        sessionTimeout, maxTransactionTime, deadlockTimeout, isolation, maxConnections, config);
  }

  /** How the database is opened. */
  DatabaseConfig opening() {
    boolean longer = database.lockTimeout().compareTo(deadlockTimeout) > 0;
    return database
        .withMaxConnections(maxConnections)
        .withLockTimeout(longer ? deadlockTimeout : database.lockTimeout());
  }
}
