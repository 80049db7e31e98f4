package dev.bolt.engine;

import java.time.Duration;
import java.util.List;

/**
 * How a statement is to be run.
 *
 * @param autoCommit whether the statement is a transaction of its own when none is open; if not,
 *     the session begins one before it
 * @param readOnly whether a transaction that is begun for it is a read-only one
 * @param onlyIfRead run it only if the engine takes it for a read, else refuse it with {@link
 *     dev.bolt.ErrorCode#READ_ONLY}; how a statement whose host was lost is repeated safely
 * @param maxRows the rows to hand out at most, 0 for all
 * @param timeout the time after which the statement is cancelled, or null
 * @param keys the generated keys wanted
 */
public record ExecuteOptions(
    boolean autoCommit,
    boolean readOnly,
    boolean onlyIfRead,
    long maxRows,
    Duration timeout,
    GeneratedKeys keys) {

  /** Auto-commit, no limits. */
  public static final ExecuteOptions AUTO_COMMIT =
      new ExecuteOptions(true, false, false, 0, null, GeneratedKeys.NONE);

  /** The same, in a transaction that is begun if none is open. */
  public static final ExecuteOptions IN_TRANSACTION =
      new ExecuteOptions(false, false, false, 0, null, GeneratedKeys.NONE);

  /** The same options for a statement that must be a read. */
  public ExecuteOptions readsOnly() {
    return new ExecuteOptions(autoCommit, readOnly, true, maxRows, timeout, keys);
  }

  /**
   * The keys that an insert generated and the client wants to see.
   *
   * @param wanted whether any are wanted
   * @param indexes the columns by number, or an empty list
   * @param names the columns by name, or an empty list
   */
  public record GeneratedKeys(boolean wanted, List<Integer> indexes, List<String> names) {
    /** None. */
    public static final GeneratedKeys NONE = new GeneratedKeys(false, List.of(), List.of());

    /** Those that the engine chooses. */
    public static final GeneratedKeys ANY = new GeneratedKeys(true, List.of(), List.of());

    public GeneratedKeys {
      indexes = List.copyOf(indexes);
      names = List.copyOf(names);
    }
  }
}
