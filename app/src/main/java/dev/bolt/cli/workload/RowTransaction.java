package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction that reads {@value #READS} random rows, and may then update one. */
final class RowTransaction implements Operation {

  private static final int READS = 20;

  private final OperationKind kind;
  private final Connection connection;
  private final int client;
  private final PointRead read;
  private final RowUpdate update;

  RowTransaction(OperationKind kind, Connection connection, int client) throws SQLException {
    this.kind = kind;
    this.connection = connection;
    this.client = client;
    this.read = new PointRead(connection, client);
    this.update = new RowUpdate(kind, connection, client);
  }

  @Override
  public void run(long sequence) throws SQLException {
    LocalTransaction.run(connection, () -> readAndWrite(sequence));
  }

  private void readAndWrite(long sequence) throws SQLException {
    for (int i = 0; i < READS; i++) {
      read.read(Draw.ROWS_READ.below(Tables.ROW_COUNT, client, sequence * READS + i));
    }
    if (kind == OperationKind.EDIT) {
      update.run(sequence);
    }
  }

  @Override
  public void close() throws SQLException {
    try (read;
        update) {
      // Both are closed, the second one also when the first fails.
    }
  }
}
