package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A transaction: reads two accounts, writes both back.
 *
 * <p>The new balances are computed here from what was read, not by the database: a transaction that
 * worked on an old snapshot would break the sum.
 */
final class AccountTransfer implements Operation {

  private final Connection connection;
  private final int client;
  private final PreparedStatement select;
  private final PreparedStatement update;

  AccountTransfer(Connection connection, int client) throws SQLException {
    this.connection = connection;
    this.client = client;
    select =
        connection.prepareStatement(
            "SELECT balance, moves FROM " + Tables.ACCOUNTS + " WHERE id = ?");
    update =
        connection.prepareStatement(
            "UPDATE " + Tables.ACCOUNTS + " SET balance = ?, moves = ? WHERE id = ?");
  }

  @Override
  public void run(long sequence) throws SQLException {
    Transfer transfer = Transfer.of(client, sequence);
    LocalTransaction.run(connection, () -> make(transfer));
  }

  private void make(Transfer transfer) throws SQLException {
    Account from = read(transfer.from());
    Account to = read(transfer.to());
    write(transfer.from(), from.plus(-transfer.amount()));
    write(transfer.to(), to.plus(transfer.amount()));
  }

  private Account read(int id) throws SQLException {
    select.setInt(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new WrongResultException("an account that must be there was not found");
      }
      return new Account(row.getLong(1), row.getLong(2));
    }
  }

  private void write(int id, Account account) throws SQLException {
    update.setLong(1, account.balance);
    update.setLong(2, account.moves);
    update.setInt(3, id);
    int changed = update.executeUpdate();
    if (changed != 1) {
      throw new WrongResultException("an update by primary key changed " + changed + " rows");
    }
  }

  @Override
  public void close() throws SQLException {
    try (select;
        update) {
      // Both are closed, the second one also when the first fails.
    }
  }

  private record Account(long balance, long moves) {
    Account plus(int amount) {
      return new Account(balance + amount, moves + 1);
    }
  }
}
