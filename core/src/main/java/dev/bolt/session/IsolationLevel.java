package dev.bolt.session;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.sql.SQLException;

/**
 * What the transactions of a session are to be protected from at least, the weakest first. The
 * engines have one level each, which Bolt does not change: what is asked for is met or refused.
 * {@code docs/isolation.md} tells what each means.
 */
public enum IsolationLevel {
  /** Nothing is read that was not committed. Both engines give more. */
  READ_COMMITTED,
  /** A transaction reads what was committed when it began. DuckDB has this. */
  SNAPSHOT,
  /** Transactions are as if one came after the other. SQLite has this. */
  SERIALIZABLE;

  /** What every transaction of an engine has. */
  public static IsolationLevel of(EngineKind engine) {
    return switch (engine) {
      case DUCKDB -> SNAPSHOT;
      case SQLITE -> SERIALIZABLE;
    };
  }

  /**
   * Requires that an engine gives this or more.
   *
   * @throws SQLException with SQLState 0A000 when it gives less
   */
  void requireOf(EngineKind engine) throws SQLException {
    IsolationLevel given = of(engine);
    if (compareTo(given) > 0) {
      throw ErrorCode.NOT_SUPPORTED.exception(
          engine.productName()
              + " has the isolation level "
              + given
              + ", and no session of it can be "
              + this
              + ". Ask for "
              + given
              + ", and let transactions that depend on each other write one row in common: see"
              + " docs/isolation.md");
    }
  }
}
