package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads every value of every row. */
final class TableScan implements Operation {

  private final PreparedStatement select;

  TableScan(Connection connection) throws SQLException {
    select = connection.prepareStatement("SELECT id, counter, label FROM " + Tables.ROWS);
  }

  @Override
  public void run(long sequence) throws SQLException {
    long idSum = 0;
    int count = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        idSum += rows.getInt(1);
        if (rows.getLong(2) < 0 || rows.getString(3).isEmpty()) {
          throw new WrongResultException("a row that was never written");
        }
        count++;
      }
    }
    if (count != Tables.ROW_COUNT || idSum != (long) count * (count - 1) / 2) {
      throw new WrongResultException("a scan of all rows gave other rows than there are");
    }
  }

  @Override
  public void close() throws SQLException {
    select.close();
  }
}
