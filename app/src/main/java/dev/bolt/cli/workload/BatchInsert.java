package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Inserts rows that carry the client and the sequence number, as one batch in auto-commit. */
final class BatchInsert implements Operation {

  private final int client;
  private final PreparedStatement insert;

  BatchInsert(Connection connection, int client) throws SQLException {
    this.client = client;
    insert = connection.prepareStatement("INSERT INTO " + Tables.BATCHES + " VALUES (?, ?, ?)");
  }

  @Override
  public void run(long sequence) throws SQLException {
    for (int part = 0; part < Tables.BATCH_SIZE; part++) {
      insert.setInt(1, client);
      insert.setLong(2, sequence);
      insert.setInt(3, part);
      insert.addBatch();
    }
    int[] counts = insert.executeBatch();
    if (counts.length != Tables.BATCH_SIZE) {
      throw new WrongResultException("a batch reports " + counts.length + " counts");
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
