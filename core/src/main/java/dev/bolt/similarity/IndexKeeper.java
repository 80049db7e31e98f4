package dev.bolt.similarity;

import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of a table: opens what is there, and brings it up to date when it is woken and no
 * other process does so. Thread-safe; files are touched by its thread only.
 *
 * <p>Who writes the index has Lucene's lock, which is the kernel's and ends with the process. It is
 * held while one version is made only, so that the next is made by whoever needs it.
 */
final class IndexKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** What is collected in memory before it becomes a part of its own, which costs searches. */
  private static final long BUFFER_MEGABYTES = 256;

  private static final int SHARE_OF_MEMORY = 4;
  private static final int MEGABYTE_BITS = 20;

  private final EmbeddingTable table;
  private final Path folder;
  private final int from;
  private final boolean mayWrite;
  private final ScheduledExecutorService thread = Daemon.executor("bolt-similarity", IDLE);
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean closed;
  private volatile IndexView view;
  private volatile String problem;
  private volatile boolean tooFew;

  /** For a folder that need not exist. */
  IndexKeeper(EmbeddingTable table, Path folder, int from, boolean mayWrite) {
    this.table = table;
    this.folder = folder;
    this.from = from;
    this.mayWrite = mayWrite;
  }

  /** The newest view, to be {@linkplain IndexView#leave left}; null when there is none. */
  IndexView enter() {
    IndexView now = view;
    while (now != null && !now.enter()) {
      IndexView next = view;
      now = next == now ? null : next;
    }
    return now;
  }

  /** Has the index looked after, soon. */
  void wake(Shape shape) {
    if (!closed && woken.compareAndSet(false, true)) {
      try {
        thread.execute(() -> work(shape));
      } catch (RejectedExecutionException e) {
        LOG.debug("The index in {} has just been closed", folder);
      }
    }
  }

  /** The index cannot be read or written. */
  void failed(Exception failure) {
    String text = failure.toString();
    if (!text.equals(problem)) {
      LOG.warn("The index in {} cannot be used; searches are exact meanwhile", folder, failure);
    }
    problem = text;
  }

  private void work(Shape shape) {
    woken.set(false);
    if (closed) {
      return;
    }
    try {
      refreshIfReadable();
      if (mayWrite && !isCurrent() && hasEnough() && !write(shape)) {
        // Another process is at it; what it makes is to be opened then.
        woken.set(true);
        thread.schedule(() -> work(shape), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
      refresh();
      problem = null;
    } catch (IOException | SQLException | RuntimeException e) {
      if (!closed) {
        failed(e);
      }
    }
  }

  private boolean isCurrent() throws SQLException {
    IndexView now = view;
    return now != null
        && table
            .stamp(table.database())
            .map(
                stamp ->
                    stamp.getString("token").equals(now.token())
                        && stamp.getLong("version") == now.version())
            .orElse(true);
  }

  private boolean hasEnough() throws SQLException {
    tooFew = view == null && table.count(table.database()) < from;
    return !tooFew;
  }

  // What cannot be read is built anew by whoever may, or else said by the second look.
  private void refreshIfReadable() {
    try {
      refresh();
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("The index in {} cannot be read", folder, e);
    }
  }

  private void refresh() throws IOException {
    IndexView now = view;
    DirectoryReader newer;
    if (now != null) {
      newer = DirectoryReader.openIfChanged(now.reader());
    } else if (Files.isDirectory(folder)) {
      Directory directory = FSDirectory.open(folder);
      newer = DirectoryReader.indexExists(directory) ? DirectoryReader.open(directory) : null;
    } else {
      newer = null;
    }
    if (newer != null) {
      view = new IndexView(newer);
      if (now != null) {
        now.leave();
      }
    }
  }

  private boolean write(Shape shape) throws IOException, SQLException {
    Files.createDirectories(folder);
    try (Directory directory = FSDirectory.open(folder)) {
      try (IndexWriter writer = open(directory)) {
        IndexWriting writing =
            new IndexWriting(writer, LuceneSpace.of(shape.metric()), () -> closed);
        table.tell(writing);
        writing.commit();
      } catch (CorruptIndexException e) {
        LOG.info("The index in {} is spoilt and is built anew", folder, e);
        empty(directory);
        return false;
      }
      return true;
    } catch (LockObtainFailedException e) {
      // Another process is about to write the same.
      return false;
    }
  }

  private IndexWriter open(Directory directory) throws IOException {
    try {
      return new IndexWriter(directory, config());
    } catch (LockObtainFailedException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      LOG.info("The index in {} cannot be read and is built anew", folder, e);
      empty(directory);
      return new IndexWriter(directory, config());
    }
  }

  private static IndexWriterConfig config() {
    long heap = Runtime.getRuntime().maxMemory() >> MEGABYTE_BITS;
    return new IndexWriterConfig()
        .setCodec(LuceneFormat.codec())
        .setRAMBufferSizeMB(Math.min(BUFFER_MEGABYTES, heap / SHARE_OF_MEMORY))
        .setMergeScheduler(new SerialMergeScheduler())
        .setCommitOnClose(false);
  }

  // Those who have it open go on with what they have mapped.
  private static void empty(Directory directory) throws IOException {
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      for (String file : directory.listAll()) {
        lock.ensureValid();
        if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          directory.deleteFile(file);
        }
      }
    }
  }

  IndexState state() {
    IndexView now = view;
    if (problem != null) {
      return state(IndexState.Condition.UNAVAILABLE, problem);
    }
    if (now == null) {
      return state(
          IndexState.Condition.BEHIND,
          tooFew
              ? "there are fewer than " + from + " vectors, so searches compare with all"
              : "it is not built yet");
    }
    return new IndexState(
        IndexState.Condition.READY, "searches use it", now.count(), now.version());
  }

  private static IndexState state(IndexState.Condition condition, String reason) {
    return new IndexState(condition, reason, 0, 0);
  }

  /** Gives up what it is at, and closes the index. */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The index in {} is still written; its lock ends with that", folder);
        return;
      }
      IndexView last = view;
      view = null;
      if (last != null) {
        last.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("The index in {} cannot be closed", folder, e);
    }
  }
}
