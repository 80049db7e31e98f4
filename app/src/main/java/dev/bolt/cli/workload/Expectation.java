package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What the {@link Tables} must hold after a run, gathered from the fates of its operations.
 * Confined to one thread.
 *
 * <p>An acknowledged operation must be there exactly once; one with an unknown outcome once or not
 * at all; one that is not mentioned here, because it failed or never ran, not at all.
 */
public final class Expectation {

  private final Workload workload;
  private final Map<OperationKind, Check> checks = new EnumMap<>(OperationKind.class);

  /** Expects the tables as they were created. */
  public Expectation(Workload workload) {
    this.workload = workload;
    InsertCheck inserts = new InsertCheck();
    for (OperationKind kind : workload.kinds()) {
      switch (kind) {
        case WRITE, EDIT, HOT -> checks.put(kind, new CounterCheck(kind));
        case INSERT, RETURNING -> checks.put(kind, inserts);
        case BATCH -> checks.put(kind, new BatchCheck());
        case TRANSFER -> checks.put(kind, new AccountCheck());
        case READ, BROWSE, SCAN -> {
          // They leave nothing behind.
        }
        case APPEND -> {
          // What became of them is told by the history, and found out from it.
        }
      }
    }
  }

  /** Notes that an operation was acknowledged. */
  public void acknowledged(int client, long sequence) {
    Check check = checks.get(workload.kindOf(client, sequence));
    if (check != null) {
      check.acknowledged(client, sequence);
    }
  }

  /** Notes that nobody knows whether an operation was done. */
  public void unknown(int client, long sequence) {
    Check check = checks.get(workload.kindOf(client, sequence));
    if (check != null) {
      check.unknown(client, sequence);
    }
  }

  /** Compares with what the tables hold; nobody may write to them meanwhile. */
  public Audit audit(Connection connection) throws SQLException {
    Audit.Builder audit = new Audit.Builder();
    for (Check check : Set.copyOf(checks.values())) {
      check.audit(connection, audit);
    }
    return audit.build();
  }
}
