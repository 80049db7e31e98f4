package dev.bolt.lock;

import dev.bolt.DatabaseId;
import dev.bolt.election.Sidecar;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Where a table is, and whose it is. Immutable. */
interface LockFolder {

  /**
   * The folder, which is made if it is missing.
   *
   * @throws IOException when it cannot be made
   * @throws SQLException with SQLState 28000 when it belongs to another user
   */
  Path open() throws IOException, SQLException;

  /** The folder beside a database. */
  static LockFolder beside(DatabaseId database) {
    return new Beside(database);
  }

  /**
   * The folder beside a database.
   *
   * @param database the database, which need not exist
   */
  record Beside(DatabaseId database) implements LockFolder {
    @Override
    public Path open() throws IOException, SQLException {
      return Sidecar.open(database).folder();
    }

    @Override
    public String toString() {
      return database.toString();
    }
  }
}
