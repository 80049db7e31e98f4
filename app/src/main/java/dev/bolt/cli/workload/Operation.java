package dev.bolt.cli.workload;

import java.sql.SQLException;

/** One kind of work of one client, prepared on its connection. */
interface Operation extends AutoCloseable {

  /**
   * Does the work and returns when the database has acknowledged it.
   *
   * @throws WrongResultException when the database answered, but not what it holds
   */
  void run(long sequence) throws SQLException;

  @Override
  void close() throws SQLException;
}
