package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** The operations of one client, prepared on one connection. Confined to one thread. */
public final class WorkloadClient implements AutoCloseable {

  private final Workload workload;
  private final int client;
  private final Map<OperationKind, Operation> operations = new EnumMap<>(OperationKind.class);

  WorkloadClient(Workload workload, Connection connection, int client, ListClient lists)
      throws SQLException {
    this.workload = workload;
    this.client = client;
    for (OperationKind kind : workload.kinds()) {
      operations.put(kind, prepare(kind, connection, client, lists));
    }
  }

  private static Operation prepare(
      OperationKind kind, Connection connection, int client, ListClient lists) throws SQLException {
    return switch (kind) {
      case READ -> new PointRead(connection, client);
      case WRITE, HOT -> new RowUpdate(kind, connection, client);
      case INSERT -> new RowInsert(connection, client);
      case RETURNING -> new RowReturned(connection, client);
      case BATCH -> new BatchInsert(connection, client);
      case TRANSFER -> new AccountTransfer(connection, client);
      case BROWSE, EDIT -> new RowTransaction(kind, connection, client);
      case SCAN -> new TableScan(connection);
      case APPEND -> new ListWork(connection, client, lists);
    };
  }

  /**
   * Runs one operation; when this returns the database has acknowledged it.
   *
   * @param sequence which one; a repetition of a failed one takes the same number
   * @throws WrongResultException when the database answered, but not what it holds
   * @throws SQLException when it failed; a transaction is rolled back already
   */
  public void run(long sequence) throws SQLException {
    operations.get(workload.kindOf(client, sequence)).run(sequence);
  }

  /** Closes the prepared statements, not the connection. */
  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (Operation operation : operations.values()) {
      try {
        operation.close();
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
