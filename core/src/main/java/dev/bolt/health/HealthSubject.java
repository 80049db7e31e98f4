package dev.bolt.health;

import dev.bolt.EngineKind;
import dev.bolt.lock.LockInfo;
import dev.bolt.metrics.CallMeter;
import dev.bolt.pool.PoolStats;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * What a monitor looks at. Immutable.
 *
 * @param file the database
 * @param engine its engine
 * @param pool the connections of this process now; does not wait
 * @param meter the calls of this process
 * @param locks the named locks of the database
 */
public record HealthSubject(
    Path file, EngineKind engine, Supplier<PoolStats> pool, CallMeter meter, Locks locks) {

  /** Who holds and awaits the named locks of a database. */
  @FunctionalInterface
  public interface Locks {
    /** Who does now; does not wait for a lock. */
    LockInfo look() throws SQLException;
  }
}
