package dev.bolt.election;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a host put right what somebody deletes or overwrites in its folder while it lives, or the
 * folder itself. The kernel tells of it, so nothing is done while nothing happens.
 *
 * <p>The thread {@code bolt-watch} does the work: it looks at the folder each time that something
 * is created, changed or deleted there, and once a second only as long as something is not right.
 * It looks after it has begun to watch, so that nothing falls between.
 */
public final class SidecarWatch implements AutoCloseable {

  /** What a host does about its folder. */
  public interface Host {
    /**
     * Creates the folder if it is missing.
     *
     * @return false when there is nothing more to be put right
     */
    boolean restoreFolder() throws IOException, SQLException;

    /** Puts right what is in the folder. */
    void restoreFiles() throws IOException, SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(SidecarWatch.class);

  private static final long RETRY_MILLIS = 1_000;

  private final Path folder;
  private final Host host;
  private final WatchService service;
  private WatchKey watched;

  private SidecarWatch(Path folder, Host host, WatchService service) {
    this.folder = folder;
    this.host = host;
    this.service = service;
  }

  /**
   * Begins to watch.
   *
   * @throws IOException when the system cannot, such as when the user watches too much already
   */
  public static SidecarWatch start(Path folder, Host host) throws IOException {
    SidecarWatch watch = new SidecarWatch(folder, host, folder.getFileSystem().newWatchService());
    Thread thread = new Thread(watch::run, "bolt-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      while (true) {
        await(restore());
      }
    } catch (ClosedWatchServiceException e) {
      LOG.trace("{} is not watched any more", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean restore() {
    try {
      if (host.restoreFolder()) {
        watch();
        host.restoreFiles();
      }
      return true;
    } catch (IOException | SQLException e) {
      LOG.debug("{} is not as it should be yet: {}", folder, e.toString());
      return false;
    }
  }

  // The key is that of the last time, unless there is another folder now.
  private void watch() throws IOException {
    WatchKey key =
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
    if (watched != null && watched != key) {
      watched.cancel();
    }
    watched = key;
  }

  private void await(boolean well) throws InterruptedException {
    WatchKey key = well ? service.take() : service.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    while (key != null) {
      key.pollEvents();
      key.reset();
      key = service.poll();
    }
  }

  /** Watches no longer. */
  @Override
  public void close() throws IOException {
    service.close();
  }
}
