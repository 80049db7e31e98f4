package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Raises the counter of one row by one. */
final class RowUpdate implements Operation {

  private static final int HOT_ROW = 0;

  private final OperationKind kind;
  private final int client;
  private final PreparedStatement update;

  RowUpdate(OperationKind kind, Connection connection, int client) throws SQLException {
    this.kind = kind;
    this.client = client;
    update =
        connection.prepareStatement(
            "UPDATE " + Tables.ROWS + " SET counter = counter + 1 WHERE id = ?");
  }

  /** The row that an operation of kind {@code WRITE}, {@code EDIT} or {@code HOT} updates. */
  static int rowOf(OperationKind kind, int client, long sequence) {
    return kind == OperationKind.HOT ? HOT_ROW : Draw.ROW.below(Tables.ROW_COUNT, client, sequence);
  }

  @Override
  public void run(long sequence) throws SQLException {
    update.setInt(1, rowOf(kind, client, sequence));
    int changed = update.executeUpdate();
    if (changed != 1) {
      throw new WrongResultException("an update by primary key changed " + changed + " rows");
    }
  }

  @Override
  public void close() throws SQLException {
    update.close();
  }
}
