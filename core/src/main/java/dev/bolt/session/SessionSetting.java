package dev.bolt.session;

import dev.bolt.config.Setting;
import java.time.Duration;
import java.util.Arrays;

/** Every setting of {@link SessionConfig}; {@code docs/sessions.md} has this list. */
public enum SessionSetting {
  /** How long a session may do nothing. */
  SESSION_TIMEOUT(
      Setting.time(
          "sessionTimeout",
          Duration.ofMinutes(5),
          Duration.ofMillis(1),
          "How long nobody uses a session before it expires.")),
  /** How long a transaction may be open. */
  MAX_TRANSACTION_TIME(
      Setting.time(
          "maxTransactionTime",
          Duration.ofSeconds(30),
          Duration.ofMillis(1),
          "How long a transaction, or a call outside of one, may take before it is cancelled and"
              + " rolled back. Each try of a retried one has this time.")),
  /** How long to wait for somebody who may be waiting too. */
  DEADLOCK_TIMEOUT(
      Setting.time(
          "deadlockTimeout",
          Duration.ofSeconds(10),
          Duration.ofMillis(1),
          "How long a session waits for SQLite's write lock, or for a lock with a name: the net for"
              + " deadlocks that nobody sees. A shorter lockTimeout of the database counts instead.")),
  /** What transactions are protected from. */
  ISOLATION(
      Setting.choice(
          "isolation",
          IsolationLevel.READ_COMMITTED,
          IsolationLevel.READ_COMMITTED.name(),
          Arrays.stream(IsolationLevel.values()).map(IsolationLevel::name).toList(),
          "The isolation that transactions have at least; what the engine cannot give is refused.")),
  /** How many sessions are in use. */
  MAX_CONNECTIONS(
      Setting.number(
          "maxConnections",
          64,
          1,
          1_000,
          "How many sessions may have a connection: each has one from its first call until its"
              + " end."));

  private static final String PAGE = "docs/sessions.md";

  private final Setting setting;

  SessionSetting(Setting setting) {
    this.setting = setting;
  }

  /** Its name, which {@code SessionConfig} has with {@code with} before it. */
  public String key() {
    return setting.key();
  }

  /** The value it has where nobody gives one, in words. */
  public String defaultText() {
    return setting.defaultText();
  }

  /** What it is for. */
  public String description() {
    return setting.description();
  }

  /** The values it may have, in words. */
  public String range() {
    return setting.range();
  }

  /** The value it has where nobody gives one. */
  <T> T defaultValue(Class<T> type) {
    return type.cast(setting.defaultValue());
  }

  void requireInRange(Object value) {
    setting.requireInRange(value, PAGE);
  }
}
