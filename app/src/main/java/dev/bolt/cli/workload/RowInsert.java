package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Inserts a row that carries the client and the sequence number. */
final class RowInsert implements Operation {

  private final int client;
  private final PreparedStatement insert;

  RowInsert(Connection connection, int client) throws SQLException {
    this.client = client;
    insert = connection.prepareStatement("INSERT INTO " + Tables.INSERTS + " VALUES (?, ?, ?)");
  }

  @Override
  public void run(long sequence) throws SQLException {
    insert.setInt(1, client);
    insert.setLong(2, sequence);
    insert.setString(3, "payload of " + sequence);
    int inserted = insert.executeUpdate();
    if (inserted != 1) {
      throw new WrongResultException("an insert of one row reports " + inserted);
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
