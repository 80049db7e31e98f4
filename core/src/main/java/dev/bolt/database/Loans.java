package dev.bolt.database;

import java.sql.SQLException;

/** Where calls get their connections. */
interface Loans {

  /**
   * Takes a connection, and waits for it where others have it.
   *
   * @param call who may cancel the call that wants it
   */
  Loan borrow(Cancellation call) throws SQLException;
}
