package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Selects a random row by its primary key. */
final class PointRead implements Operation {

  private final int client;
  private final PreparedStatement select;

  PointRead(Connection connection, int client) throws SQLException {
    this.client = client;
    select =
        connection.prepareStatement("SELECT counter, label FROM " + Tables.ROWS + " WHERE id = ?");
  }

  @Override
  public void run(long sequence) throws SQLException {
    read(Draw.ROW.below(Tables.ROW_COUNT, client, sequence));
  }

  /** Selects a row. */
  void read(int id) throws SQLException {
    select.setInt(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new WrongResultException("a row that must be there was not found");
      }
      if (row.getLong(1) < 0 || !("row " + id).equals(row.getString(2)) || row.next()) {
        throw new WrongResultException("another row than the one asked for");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    select.close();
  }
}
