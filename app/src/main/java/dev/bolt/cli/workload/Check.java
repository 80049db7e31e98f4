package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;

/** What one table must hold, gathered from the fates of the operations that wrote to it. */
interface Check {

  /** The operation was acknowledged: it must be there once. */
  void acknowledged(int client, long sequence);

  /** Nobody knows the outcome of the operation: it may be there once. */
  void unknown(int client, long sequence);

  /** Compares with what the table holds. */
  void audit(Connection connection, Audit.Builder audit) throws SQLException;
}
