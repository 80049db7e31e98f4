package dev.bolt.database;

import java.sql.Connection;

/** A connection for a call or a transaction, until it is closed. Closing it again does nothing. */
interface Loan extends AutoCloseable {

  /** The connection, in auto-commit mode. */
  Connection connection();

  /** Has nobody else use the connection any more: its session is not as new. */
  void discard();

  /** What keeps the connection for the rows of a stream; null where somebody keeps it anyway. */
  Loan forRows();

  @Override
  void close();
}
