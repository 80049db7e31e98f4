package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Inserts a row that carries the client and the sequence number, and reads what is returned. */
final class RowReturned implements Operation {

  private final int client;
  private final PreparedStatement insert;

  RowReturned(Connection connection, int client) throws SQLException {
    this.client = client;
    insert =
        connection.prepareStatement(
            "INSERT INTO " + Tables.INSERTS + " VALUES (?, ?, ?) RETURNING seq");
  }

  @Override
  public void run(long sequence) throws SQLException {
    insert.setInt(1, client);
    insert.setLong(2, sequence);
    insert.setString(3, "returned " + sequence);
    try (ResultSet rows = insert.executeQuery()) {
      if (!rows.next() || rows.getLong(1) != sequence || rows.next()) {
        throw new WrongResultException("an insert did not return its one row");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
