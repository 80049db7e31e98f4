package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** Holds {@link Tables#BATCHES} against the batches: each is there as a whole, once, or not. */
final class BatchCheck implements Check {

  private record Batch(int client, long sequence) {}

  private static final String BY_BATCH =
      "SELECT client, seq, count(*), count(DISTINCT part) FROM "
          + Tables.BATCHES
          + " GROUP BY client, seq";

  private final Set<Batch> acknowledged = new HashSet<>();
  private final Set<Batch> unknown = new HashSet<>();

  @Override
  public void acknowledged(int client, long sequence) {
    acknowledged.add(new Batch(client, sequence));
  }

  @Override
  public void unknown(int client, long sequence) {
    unknown.add(new Batch(client, sequence));
  }

  @Override
  public void audit(Connection connection, Audit.Builder audit) throws SQLException {
    Set<Batch> missing = new HashSet<>(acknowledged);
    long again = 0;
    long unexpected = 0;
    long torn = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(BY_BATCH)) {
      while (rows.next()) {
        Batch batch = new Batch(rows.getInt(1), rows.getLong(2));
        missing.remove(batch);
        again += rows.getLong(3) > rows.getLong(4) ? 1 : 0;
        torn += rows.getLong(4) < Tables.BATCH_SIZE ? 1 : 0;
        unexpected += acknowledged.contains(batch) || unknown.contains(batch) ? 0 : 1;
      }
    }
    audit.lost(missing.size(), "acknowledged batches are not there");
    audit.doubled(again, "batches are there a second time");
    audit.doubled(unexpected, "batches are there although they failed");
    if (torn > 0) {
      audit.wrong(torn + " batches are torn");
    }
  }
}
