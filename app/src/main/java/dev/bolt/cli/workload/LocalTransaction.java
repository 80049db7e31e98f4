package dev.bolt.cli.workload;

import java.sql.Connection;
import java.sql.SQLException;

/** Work in one transaction of a connection that is in auto-commit mode otherwise. Stateless. */
final class LocalTransaction {

  private LocalTransaction() {}

  /** What is done in it. */
  interface Work {
    void run() throws SQLException;
  }

  /** Does the work and commits it; what fails is rolled back, and thrown. */
  static void run(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException e) {
      rollBack(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  private static void rollBack(Connection connection, SQLException failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
