package dev.bolt.cli.stress;

import dev.bolt.cli.consistency.ConsistencyCheck;
import dev.bolt.cli.consistency.Isolation;
import dev.bolt.cli.history.ClientHistory;
import dev.bolt.cli.history.History;
import dev.bolt.cli.history.HistoryFolder;
import dev.bolt.cli.workload.FinalReads;
import dev.bolt.cli.workload.ListClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes one history of what the clients of a run wrote, and checks it. */
final class HistoryCheck {

  private final HistoryFolder histories;
  private final Progress progress;
  private final Path target;

  HistoryCheck(RunFolder folder, Progress progress, Path target) {
    this.histories = folder.histories(progress.clients());
    this.progress = progress;
    this.target = target;
  }

  /**
   * Reads all lists a last time, as the client behind all others; these have ended.
   *
   * @throws IllegalArgumentException when what the clients wrote is no history
   */
  HistoryVerdict check(Connection connection) throws SQLException, IOException {
    try (ClientHistory reader = histories.of(progress.clients())) {
      FinalReads.run(connection, new ListClient(reader, progress::totalFinished));
    }
    histories.merge(target);
    return new HistoryVerdict(promised(connection), ConsistencyCheck.of(History.read(target)));
  }

  // JDBC has no name for snapshots; drivers that have them say that reads can be repeated.
  private static Isolation promised(Connection connection) throws SQLException {
    return connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE
        ? Isolation.STRICT_SERIALIZABLE
        : Isolation.STRONG_SNAPSHOT;
  }
}
