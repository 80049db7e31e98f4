package dev.bolt.database;

import java.sql.SQLException;

/** An {@link SQLException} where no checked one may be thrown: while a stream is read. */
public final class UncheckedSqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UncheckedSqlException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** The failure itself, with its SQLState. */
  @Override
  public synchronized SQLException getCause() {
    return (SQLException) super.getCause();
  }
}
