package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds every counter of {@link Tables#ROWS} against the updates of that row. */
final class CounterCheck implements Check {

  private final OperationKind kind;
  private final int[] acknowledged = new int[Tables.ROW_COUNT];
  private final int[] unknown = new int[Tables.ROW_COUNT];

  CounterCheck(OperationKind kind) {
    this.kind = kind;
  }

  @Override
  public void acknowledged(int client, long sequence) {
    acknowledged[RowUpdate.rowOf(kind, client, sequence)]++;
  }

  @Override
  public void unknown(int client, long sequence) {
    unknown[RowUpdate.rowOf(kind, client, sequence)]++;
  }

  @Override
  public void audit(Connection connection, Audit.Builder audit) throws SQLException {
    long lost = 0;
    long doubled = 0;
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, counter FROM " + Tables.ROWS)) {
      while (rows.next()) {
        int id = rows.getInt(1);
        long counter = rows.getLong(2);
        lost += Math.max(0, acknowledged[id] - counter);
        doubled += Math.max(0, counter - acknowledged[id] - unknown[id]);
        count++;
      }
    }
    if (count != Tables.ROW_COUNT) {
      audit.wrong(Tables.ROWS + " has " + count + " rows instead of " + Tables.ROW_COUNT);
    }
    audit.lost(lost, "acknowledged updates are not in their counters");
    audit.doubled(doubled, "updates too many are in the counters");
  }
}
