package dev.bolt.cli.stress;

import dev.bolt.cli.history.HistoryFolder;
import java.nio.file.Path;

/**
 * The files of a run that outlive a killed process.
 *
 * @param path the folder that they are in
 */
record RunFolder(Path path) {

  /** The file of {@link Progress}. */
  Path progress() {
    return path.resolve("progress");
  }

  /**
   * The histories of a number of clients, and of the parent behind them, who reads when they have
   * ended.
   */
  HistoryFolder histories(int clients) {
    return new HistoryFolder(path, clients + 1);
  }
}
