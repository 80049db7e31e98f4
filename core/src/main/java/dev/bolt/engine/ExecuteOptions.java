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
 * @param sequence the number that the client gave to this operation, by which it can ask for its
 *     outcome; 0 for none
 */
public record ExecuteOptions(
    boolean autoCommit,
    boolean readOnly,
    boolean onlyIfRead,
    long maxRows,
    Duration timeout,
    GeneratedKeys keys,
    long sequence) {

  /** Auto-commit, no limits. */
  public static final ExecuteOptions AUTO_COMMIT =
      new ExecuteOptions(true, false, false, 0, null, GeneratedKeys.NONE);

  /** The same, in a transaction that is begun if none is open. */
  public static final ExecuteOptions IN_TRANSACTION =
      new ExecuteOptions(false, false, false, 0, null, GeneratedKeys.NONE);

  /** Options of an operation without a number. */
  public ExecuteOptions(
      boolean autoCommit,
      boolean readOnly,
      boolean onlyIfRead,
      long maxRows,
      Duration timeout,
      GeneratedKeys keys) {
    this(autoCommit, readOnly, onlyIfRead, maxRows, timeout, keys, 0);
  }

  /** The same options for a statement that must be a read. */
  public ExecuteOptions readsOnly() {
    return new ExecuteOptions(autoCommit, readOnly, true, maxRows, timeout, keys, sequence);
  }

  /** The same options for an operation that has a number. */
  public ExecuteOptions numbered(long number) {
    return new ExecuteOptions(autoCommit, readOnly, onlyIfRead, maxRows, timeout, keys, number);
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
