package dev.bolt.config;

import dev.bolt.EngineKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * The options of a connection, typed and checked. Immutable.
 *
 * @param lockTimeout see {@link Option#LOCK_TIMEOUT}
 * @param hostTimeout see {@link Option#HOST_TIMEOUT}
 * @param handoverTimeout see {@link Option#HANDOVER_TIMEOUT}
 * @param mayHost see {@link Option#HOST}
 * @param exactlyOnce see {@link Option#EXACTLY_ONCE}
 * @param deferred see {@link Option#TRANSACTION_MODE}
 * @param sharedSync see {@link Option#SHARED_SYNC}
 * @param readDurable see {@link Option#READ_DURABLE}
 * @param readOnly see {@link Option#READ_ONLY}
 * @param allowUnwrap see {@link Option#ALLOW_UNWRAP}
 * @param engine the engine's own options, by its own names
 */
public record Options(
    Duration lockTimeout,
    Duration hostTimeout,
    Duration handoverTimeout,
    boolean mayHost,
    boolean exactlyOnce,
    boolean deferred,
    boolean sharedSync,
    boolean readDurable,
    boolean readOnly,
    boolean allowUnwrap,
    Map<String, String> engine) {

  /**
   * Checks the times and copies the engine's options.
   *
   * @throws IllegalArgumentException when a time is out of its range
   */
  public Options {
    requireInRange(Option.LOCK_TIMEOUT, lockTimeout);
    requireInRange(Option.HOST_TIMEOUT, hostTimeout);
    requireInRange(Option.HANDOVER_TIMEOUT, handoverTimeout);
    engine = Map.copyOf(engine);
  }

  /**
   * Reads options by name.
   *
   * @param values Bolt's and the engine's options, as {@link BoltUrl#options()} gives them
   * @param engine the engine they are for
   * @throws SQLException with SQLState HY024 when a name is unknown or a value is wrong
   */
  public static Options of(Map<String, String> values, EngineKind engine) throws SQLException {
    return new Options(
        Option.LOCK_TIMEOUT.duration(values),
        Option.HOST_TIMEOUT.duration(values),
        Option.HANDOVER_TIMEOUT.duration(values),
        Option.HOST.choice(values).equals("auto"),
        Option.EXACTLY_ONCE.flag(values),
        Option.TRANSACTION_MODE.choice(values).equals("deferred"),
        Option.SHARED_SYNC.flag(values),
        Option.READ_DURABLE.flag(values),
        Option.READ_ONLY.flag(values),
        Option.ALLOW_UNWRAP.flag(values),
        EngineOptions.of(values, engine));
  }

  private static void requireInRange(Option option, Duration duration) {
    if (!option.inRange(duration)) {
      throw new IllegalArgumentException(
          option.key() + " is " + Durations.format(duration) + ", not " + option.range());
    }
  }
}
