package dev.bolt.sync;

import dev.bolt.os.FileIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A channel on a {@code -wal} file. SQLite has no locks on it, so that it may be opened and closed
 * beside an engine, unlike the database.
 *
 * <p>SQLite deletes the file with its last connection and creates another: before each sync the
 * name is looked up, and the channel opened anew if it is that of another inode. Confined to the
 * thread that syncs.
 */
final class WalChannel implements WalFile {

  private final Path file;
  private FileChannel channel;
  private FileIdentity identity;

  WalChannel(Path file) {
    this.file = file;
  }

  @Override
  public void open() throws IOException {
    while (channel == null || !FileIdentity.of(file).equals(identity)) {
      close();
      // The name is looked up on both sides of the opening, as an open channel does not tell its
      // inode: if it was another one then, that is seen by the loop.
      identity = FileIdentity.of(file);
      channel = FileChannel.open(file, StandardOpenOption.READ);
    }
  }

  @Override
  public void sync() throws IOException {
    open();
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
