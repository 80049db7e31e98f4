package dev.bolt.cli.workload;

import java.util.Locale;

/** The kinds of operations that workloads are made of. */
public enum OperationKind {
  /** One row of {@value Tables#ROW_COUNT} is selected by its primary key. */
  READ,
  /** The counter of a random row is raised by one. */
  WRITE,
  /** One row is inserted, named by its client and sequence number. */
  INSERT,
  /** The same, and the row is returned. */
  RETURNING,
  /** {@value Tables#BATCH_SIZE} rows are inserted as one batch. */
  BATCH,
  /** A transaction reads two of {@value Tables#ACCOUNT_COUNT} accounts and updates both. */
  TRANSFER,
  /** A transaction reads twenty random rows. */
  BROWSE,
  /** The same, and then the counter of a random row is raised. */
  EDIT,
  /** The counter of the same one row is raised by every client. */
  HOT,
  /** All rows are read, every value of three columns. */
  SCAN,
  /** A transaction of up to four steps reads lists and appends to them. */
  APPEND;

  /** The name that people read: {@code read}, {@code write}, … */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
