package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds {@link Tables#ACCOUNTS} against the transfers: the sum, and the moves of each account. */
final class AccountCheck implements Check {

  private static final long TOTAL = (long) Tables.ACCOUNT_COUNT * Tables.OPENING_BALANCE;
  private static final int ACCOUNTS_OF_A_TRANSFER = 2;

  private final int[] acknowledged = new int[Tables.ACCOUNT_COUNT];
  private final int[] unknown = new int[Tables.ACCOUNT_COUNT];

  @Override
  public void acknowledged(int client, long sequence) {
    count(acknowledged, Transfer.of(client, sequence));
  }

  @Override
  public void unknown(int client, long sequence) {
    count(unknown, Transfer.of(client, sequence));
  }

  private static void count(int[] moves, Transfer transfer) {
    moves[transfer.from()]++;
    moves[transfer.to()]++;
  }

  @Override
  public void audit(Connection connection, Audit.Builder audit) throws SQLException {
    long lost = 0;
    long doubled = 0;
    long total = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, balance, moves FROM " + Tables.ACCOUNTS)) {
      while (rows.next()) {
        int id = rows.getInt(1);
        total += rows.getLong(2);
        long moves = rows.getLong(3);
        lost += Math.max(0, acknowledged[id] - moves);
        doubled += Math.max(0, moves - acknowledged[id] - unknown[id]);
      }
    }
    if (total != TOTAL) {
      audit.wrong("the balances of all accounts add up to " + total + " instead of " + TOTAL);
    }
    audit.lost(transfers(lost), "acknowledged transfers are not in their accounts");
    audit.doubled(transfers(doubled), "transfers too many are in the accounts");
  }

  private static long transfers(long moves) {
    return (moves + ACCOUNTS_OF_A_TRANSFER - 1) / ACCOUNTS_OF_A_TRANSFER;
  }
}
