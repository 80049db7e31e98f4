package dev.bolt.sync;

import java.io.Closeable;
import java.io.IOException;

/** What is synced: the {@code -wal} file of a database. Confined to the thread that syncs. */
interface WalFile extends Closeable {

  /**
   * Opens the file that has the name now, unless it is open, without a sync.
   *
   * @throws IOException when there is none, or it cannot be opened
   */
  void open() throws IOException;

  /**
   * Writes to disk what has been written to the file that has the name now. After an error nothing
   * is known of what has been written before, and a second try would not tell.
   */
  void sync() throws IOException;
}
