package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Holds every row of {@link Tables#INSERTS} against the inserts of its client. */
final class InsertCheck implements Check {

  private final Map<Integer, BitSet> acknowledged = new HashMap<>();
  private final Map<Integer, BitSet> unknown = new HashMap<>();

  @Override
  public void acknowledged(int client, long sequence) {
    of(acknowledged, client).set(Math.toIntExact(sequence));
  }

  @Override
  public void unknown(int client, long sequence) {
    of(unknown, client).set(Math.toIntExact(sequence));
  }

  @Override
  public void audit(Connection connection, Audit.Builder audit) throws SQLException {
    Map<Integer, BitSet> present = new HashMap<>();
    long again = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT client, seq FROM " + Tables.INSERTS)) {
      while (rows.next()) {
        BitSet ofClient = of(present, rows.getInt(1));
        int sequence = Math.toIntExact(rows.getLong(2));
        again += ofClient.get(sequence) ? 1 : 0;
        ofClient.set(sequence);
      }
    }
    audit.lost(missing(present), "acknowledged inserts are not there");
    audit.doubled(again, "rows are there a second time");
    audit.doubled(unexpected(present), "rows are there although their insert failed");
  }

  private long missing(Map<Integer, BitSet> present) {
    long missing = 0;
    for (Map.Entry<Integer, BitSet> entry : acknowledged.entrySet()) {
      BitSet rest = (BitSet) entry.getValue().clone();
      rest.andNot(of(present, entry.getKey()));
      missing += rest.cardinality();
    }
    return missing;
  }

  private long unexpected(Map<Integer, BitSet> present) {
    long unexpected = 0;
    for (Map.Entry<Integer, BitSet> entry : present.entrySet()) {
      BitSet rest = (BitSet) entry.getValue().clone();
      rest.andNot(of(acknowledged, entry.getKey()));
      rest.andNot(of(unknown, entry.getKey()));
      unexpected += rest.cardinality();
    }
    return unexpected;
  }

  private static BitSet of(Map<Integer, BitSet> sets, int client) {
    return sets.computeIfAbsent(client, any -> new BitSet());
  }
}
