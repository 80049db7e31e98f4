package dev.bolt.cli.stress;

import dev.bolt.cli.workload.ListClient;
import dev.bolt.cli.workload.Workload;
import dev.bolt.cli.workload.WorkloadClient;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The connection of one client, opened anew when it was lost. Confined to one thread. */
final class ClientConnection {

  private static final String CONNECTION_FAILURE_CLASS = "08";

  private final String url;
  private final Workload workload;
  private final int client;
  private final ListClient lists;
  private Connection connection;
  private WorkloadClient operations;

  ClientConnection(String url, Workload workload, int client, ListClient lists) {
    this.url = url;
    this.workload = workload;
    this.client = client;
    this.lists = lists;
  }

  int client() {
    return client;
  }

  /** The operations of the client on a connection that was not found broken. */
  WorkloadClient open() throws SQLException {
    if (operations == null) {
      close();
      connection = DriverManager.getConnection(url);
      operations = workload.open(connection, client, lists);
    }
    return operations;
  }

  /** Lets go of the connection after a failure that says it is gone. */
  void closeIfBroken(Exception failure) {
    boolean suspect =
        !(failure instanceof SQLException e)
            || (e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_FAILURE_CLASS));
    if (suspect) {
      try {
        close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Closes the connection and, as the client has ended, its history. */
  void end() throws SQLException, IOException {
    close();
    lists.history().close();
  }

  private void close() throws SQLException {
    Connection open = connection;
    connection = null;
    operations = null;
    if (open != null) {
      open.close();
    }
  }
}
