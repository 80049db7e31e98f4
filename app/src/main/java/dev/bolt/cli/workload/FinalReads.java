package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;

/** Reads, after all others have ended, every list that was in use. Stateless. */
public final class FinalReads {

  private FinalReads() {}

  /** Reads them as a client of its own. */
  public static void run(Connection connection, ListClient reader) throws SQLException {
    ListKeys last = ListKeys.after(reader.done().getAsLong());
    try (ListTransaction transaction = new ListTransaction(connection, reader.history())) {
      long rounds = Math.min(last.round() + 1, Tables.LIST_COUNT / ListKeys.COUNT);
      for (long round = 0; round < rounds; round++) {
        transaction.run(new ListKeys(round).reads());
      }
    }
  }
}
