package dev.bolt.lock;

import dev.bolt.election.MachineFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the deadlocks in which threads of this process are, over all that they hold and wait for:
 * named locks of any database, the write gates of any file, and whatever else takes part.
 *
 * <p>Whoever grants something is a {@link Source}, and lets those who wait for it ask their {@link
 * BlockedThread} from time to time. Who waits, waits with all that his thread holds, and with all
 * that the owner holds for whom his thread acts. Decision 17 has the rest. Thread-safe.
 */
public final class DeadlockWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DeadlockWatch.class);

  private static final DeadlockWatch PROCESS = new DeadlockWatch(new Board());

  /** Who grants something, and knows who has it. */
  public interface Source {
    /** What an owner has now. May be called by any thread; must not wait for who waits. */
    List<HeldResource> heldBy(LockOwner owner);
  }

  /** A thread acts for an owner until this is closed, by the same thread. */
  public interface Acting extends AutoCloseable {
    @Override
    void close();
  }

  private record Board() implements LockFolder {
    @Override
    public Path open() throws IOException {
      return MachineFolder.open("waits");
    }

    @Override
    public String toString() {
      return "all databases of this user";
    }
  }

  private final LockFolder folder;
  private final Set<Source> sources = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<LockOwner> acting = new ThreadLocal<>();

  /** Null until somebody waits who holds something; guarded by this object. */
  private WaitBoard board;

  private boolean complained;

  private DeadlockWatch(LockFolder folder) {
    this.folder = folder;
  }

  /** That of this process. */
  public static DeadlockWatch ofProcess() {
    return PROCESS;
  }

  /** Takes a source into account from now on. */
  public void add(Source source) {
    sources.add(source);
  }

  /** Forgets a source. */
  public void remove(Source source) {
    sources.remove(source);
  }

  /** Says for whom this thread acts, such as a session: what that holds counts where it waits. */
  public Acting actFor(LockOwner owner) {
    LockOwner before = acting.get();
    acting.set(owner);
    return () -> {
      if (before == null) {
        acting.remove();
      } else {
        acting.set(before);
      }
    };
  }

  /**
   * The wait of this thread that begins now.
   *
   * @param resource what it is for, as in {@link HeldResource#name}
   * @param mode how that is wanted
   */
  public BlockedThread blocked(String resource, LockMode mode) {
    LockOwner thread = LockOwner.currentThread();
    LockOwner owner = acting.get();
    return blocked(owner == null ? thread : owner, resource, () -> mode);
  }

  BlockedThread blocked(LockOwner owner, String resource, BlockedThread.Mode mode) {
    return new BlockedThread(this, owner, resource, mode);
  }

  /** All that an owner has. */
  List<HeldResource> heldBy(LockOwner owner) {
    List<HeldResource> held = new ArrayList<>();
    sources.forEach(source -> held.addAll(source.heldBy(owner)));
    return held;
  }

  /** Where all processes say who waits; empty where that cannot be used. */
  synchronized Optional<WaitBoard> board() {
    if (board == null) {
      try {
        board = WaitBoard.open(folder);
      } catch (SQLException e) {
        complain(e);
      }
    }
    return Optional.ofNullable(board);
  }

  /** The board cannot be used; said once. */
  synchronized void complain(SQLException e) {
    if (!complained) {
      LOG.warn("Deadlocks may not be found, and end by timeouts: {}", e.getMessage());
    }
    complained = true;
  }
}
