package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;

/** Looks up which process hosts a database, from outside. Stateless. */
public final class CurrentHost {

  private CurrentHost() {}

  /**
   * The process that hosts a database now; empty when nobody does.
   *
   * @throws SQLException when the database belongs to another user
   */
  public static Optional<ProcessIdentity> of(DatabaseId database) throws SQLException {
    if (!Files.isDirectory(database.sidecar())) {
      return Optional.empty();
    }
    try {
      return Sidecar.open(database)
          .readRecord()
          .map(HostRecord::host)
          .filter(host -> !host.isDead());
    } catch (IOException e) {
      // A folder that cannot be used is no way to a host.
      return Optional.empty();
    }
  }
}
