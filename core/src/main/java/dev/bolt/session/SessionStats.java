package dev.bolt.session;

import dev.bolt.database.DatabaseStats;
import java.time.Duration;
import java.util.Optional;

/**
 * What the sessions of a {@link SessionManager} have done since it was opened. Immutable.
 *
 * @param opened how many sessions were opened
 * @param active how many of them are open
 * @param expired how many were closed since nobody used them
 * @param transactions transactions that were committed
 * @param rollbacks tries of transactions that were rolled back, whether or not a retry made up for
 *     them
 * @param timeouts transactions and calls that took too long and were cancelled
 * @param deadlocks how often a session was the victim of a deadlock (SQLState 40P01)
 * @param slowest the committed transaction that took longest, retries and waiting included; empty
 *     while there is none
 * @param database calls, errors by SQLState, retries and connections of all sessions together
 */
public record SessionStats(
    long opened,
    int active,
    long expired,
    long transactions,
    long rollbacks,
    long timeouts,
    long deadlocks,
    Optional<Slowest> slowest,
    DatabaseStats database) {

  /**
   * A transaction that took long.
   *
   * @param session the name of its session
   * @param time how long it took
   */
  public record Slowest(String session, Duration time) {}

  /** In one line: {@code opened=12, active=3, expired=1, transactions=40, …}. */
  @Override
  public String toString() {
    return "opened="
        + opened
        + ", active="
        + active
        + ", expired="
        + expired
        + ", transactions="
        + transactions
        + ", rollbacks="
        + rollbacks
        + ", timeouts="
        + timeouts
        + ", deadlocks="
        + deadlocks
        + slowest
            .map(s -> ", slowest=" + s.time().toNanos() / 1_000_000.0 + " ms in " + s.session())
            .orElse("");
  }
}
