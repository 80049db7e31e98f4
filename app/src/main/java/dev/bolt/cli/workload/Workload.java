package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A mix of operations that clients run against the {@link Tables}. Immutable. */
public enum Workload {
  /** Point selects. */
  READ(Map.of(OperationKind.READ, 100)),
  /** Updates of one random row. */
  WRITE(Map.of(OperationKind.WRITE, 100)),
  /** 80 % point selects, 10 % updates, 10 % inserts. */
  MIXED(Map.of(OperationKind.READ, 80, OperationKind.WRITE, 10, OperationKind.INSERT, 10)),
  /** Inserts of one row. */
  INSERT(Map.of(OperationKind.INSERT, 100)),
  /** Transactions that move money between two accounts. */
  TRANSFER(Map.of(OperationKind.TRANSFER, 100)),
  /** Transactions that read twenty rows; one in ten then updates a row. */
  READMOSTLY(Map.of(OperationKind.BROWSE, 90, OperationKind.EDIT, 10)),
  /** Updates of the same one row. */
  HOT(Map.of(OperationKind.HOT, 100)),
  /** Scans of all rows. */
  SCAN(Map.of(OperationKind.SCAN, 100)),
  /** Transactions that read few lists and append to them, of which a history is written. */
  APPEND(Map.of(OperationKind.APPEND, 100)),
  /**
   * 35 % inserts, 20 % that return their row, 15 % batches, 30 % transfers: nothing but commits.
   */
  COMMITS(
      Map.of(
          OperationKind.INSERT,
          35,
          OperationKind.RETURNING,
          20,
          OperationKind.BATCH,
          15,
          OperationKind.TRANSFER,
          30)),
  /** 50 % point selects, 15 % updates, 15 % inserts, 20 % transfers. */
  ALL(
      Map.of(
          OperationKind.READ,
          50,
          OperationKind.WRITE,
          15,
          OperationKind.INSERT,
          15,
          OperationKind.TRANSFER,
          20));

  private static final int PERCENT = 100;

  private final OperationKind[] byPercent = new OperationKind[PERCENT];
  private final Set<OperationKind> kinds;

  Workload(Map<OperationKind, Integer> shares) {
    EnumSet<OperationKind> present = EnumSet.copyOf(shares.keySet());
    int next = 0;
    for (OperationKind kind : present) {
      for (int i = 0; i < shares.get(kind); i++) {
        byPercent[next++] = kind;
      }
    }
    kinds = Collections.unmodifiableSet(present);
  }

  /** The kinds of operations that occur, in their declared order. */
  public Set<OperationKind> kinds() {
    return kinds;
  }

  /** The kind of one operation. */
  public OperationKind kindOf(int client, long sequence) {
    return byPercent[Draw.KIND.below(PERCENT, client, sequence)];
  }

  /**
   * Prepares the operations on a connection in auto-commit mode, which stays the caller's to close.
   *
   * @param client the number of the client; no two that run at a time may share one
   * @param lists the same client's history, into which only {@link OperationKind#APPEND} writes
   */
  public WorkloadClient open(Connection connection, int client, ListClient lists)
      throws SQLException {
    return new WorkloadClient(this, connection, client, lists);
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
