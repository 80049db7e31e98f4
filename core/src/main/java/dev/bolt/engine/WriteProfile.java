package dev.bolt.engine;

import dev.bolt.sql.PlainInsert;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.WrittenNames;
import java.util.concurrent.TimeUnit;

/**
 * What is known of the write with a text from the times that it ran: whether it is short, and
 * whether it meets others at the same rows. Thread-safe; what threads note at the same time may
 * overwrite each other, which does no harm.
 */
final class WriteProfile {

  private static final long UNKNOWN = -1;
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** How long one conflict makes writes of this text go one after the other. */
  private static final long HOT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int WEIGHT_OF_OLDER_RUNS = 4;

  private final boolean mayNameFiles;
  private final boolean qualified;
  private final boolean returning;
  private final PlainInsert plainInsert;
  private volatile long nanos = UNKNOWN;
  private volatile long hotUntil;

  WriteProfile(SqlStatement statement) {
    this.mayNameFiles = WrittenNames.mayNameFiles(statement);
    this.returning = WrittenNames.hasReturning(statement);
    this.qualified = WrittenNames.hasQualifiedName(statement);
    this.plainInsert = PlainInsert.of(statement);
  }

  /** Whether it may depend on the working directory of its session. */
  boolean mayNameFiles() {
    return mayNameFiles;
  }

  /** Whether it has a name with a dot, which may be that of an attached database. */
  boolean isQualified() {
    return qualified;
  }

  /** Whether it returns what it wrote. */
  boolean isReturning() {
    return returning;
  }

  /** The plain insert that it is, or null. */
  PlainInsert plainInsert() {
    return plainInsert;
  }

  /** Notes that it ran. */
  void ran(long took) {
    long before = nanos;
    nanos =
        before == UNKNOWN
            ? took
            : (before * (WEIGHT_OF_OLDER_RUNS - 1) + took) / WEIGHT_OF_OLDER_RUNS;
  }

  /** Whether it has run before, and was quickly done. */
  boolean isShort() {
    long known = nanos;
    return known != UNKNOWN && known < SHORT_NANOS;
  }

  /** How long it takes, in nanoseconds, as far as is known. */
  long expectedNanos() {
    return Math.max(0, nanos);
  }

  /** Notes that it lost a conflict. */
  void conflicted() {
    hotUntil = System.nanoTime() + HOT_NANOS;
  }

  /** Whether writes of this text should go one after the other. */
  boolean isHot() {
    return hotUntil != 0 && hotUntil - System.nanoTime() > 0;
  }
}
