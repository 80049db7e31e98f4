package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.config.EngineFinder;
import dev.bolt.config.FileHeader;
import dev.bolt.config.Options;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.os.FileIdentity;
import dev.bolt.os.OpenFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases that this process has open, one node for each however it is named. Thread-safe. */
public final class Nodes {

  private static final class Entry {
    private final EngineKind engine;
    private final Node node;
    private int opening;

    Entry(EngineKind engine, Node node) {
      this.engine = engine;
      this.node = node;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
  private static final Map<DatabaseId, Entry> OPEN = new HashMap<>();
  private static boolean hooked;

  private Nodes() {}

  /**
   * The database that a path names.
   *
   * @throws SQLException with SQLState 08001 when its folder does not exist or cannot be entered
   */
  public static DatabaseId resolve(Path path) throws SQLException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      throw ErrorCode.NOT_SUPPORTED.exception(
          "Bolt has not been tested on Windows, where files are locked in another way, and does not"
              + " open databases there. Use Linux or macOS, or the engine's own driver");
    }
    try {
      DatabaseId database = DatabaseId.of(path);
      synchronized (OPEN) {
        if (OPEN.containsKey(database)) {
          return database;
        }
        Optional<DatabaseId> open = sameFile(database);
        return open.isPresent() ? open.get() : SharedName.of(database);
      }
    } catch (NoSuchFileException e) {
      throw ErrorCode.CANNOT_OPEN.exception(
          "The folder " + e.getFile() + " does not exist. Create it, or correct the path " + path,
          e);
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception("The path " + path + " cannot be followed: " + e, e);
    }
  }

  // A hard link to an open file is that file: two engines on it in one process would destroy it.
  private static Optional<DatabaseId> sameFile(DatabaseId database) {
    Optional<FileIdentity> identity = identity(database);
    return identity.isEmpty()
        ? Optional.empty()
        : OPEN.keySet().stream().filter(open -> identity.equals(identity(open))).findFirst();
  }

  private static Optional<FileIdentity> identity(DatabaseId database) {
    try {
      return Optional.of(FileIdentity.of(database.file()));
    } catch (IOException e) {
      // It does not exist yet, or not any more.
      return Optional.empty();
    }
  }

  /**
   * The engine of a database: the one it is open with here, or else what its file tells.
   *
   * <p>The file is looked into while no thread can open it here: to close it again would drop the
   * locks of an engine that has it.
   *
   * @param named the engine that the user names, or empty
   * @throws SQLException with SQLState 08001 when the file is of no engine, or of another one
   */
  public static EngineKind engineOf(DatabaseId database, Optional<EngineKind> named)
      throws SQLException {
    synchronized (OPEN) {
      Entry entry = OPEN.get(database);
      if (entry != null) {
        return named.orElse(entry.engine);
      }
      if (named.isEmpty()) {
        return EngineFinder.find(database);
      }
      EngineFinder.requireNoOther(named.get(), database);
      return named.get();
    }
  }

  /**
   * What the first bytes of a file tell, while no thread can open it here; empty when this process
   * has it open, since to look into it would drop the locks of the engine that has it.
   *
   * @throws IOException when the file cannot be read
   */
  public static Optional<FileHeader> header(DatabaseId database) throws IOException {
    synchronized (OPEN) {
      return OPEN.containsKey(database) || OpenFiles.contains(database.file())
          ? Optional.empty()
          : Optional.of(FileHeader.read(database.file()));
    }
  }

  /**
   * Opens a session with a database.
   *
   * @throws SQLException when it cannot be opened; with SQLState 08004 when it is open here with
   *     other options
   */
  public static EngineSession openSession(
      EngineKind engine, DatabaseId database, Options options, SessionContext context)
      throws SQLException {
    Entry entry;
    synchronized (OPEN) {
      entry = OPEN.get(database);
      if (entry == null) {
        entry = new Entry(engine, newNode(engine, database, options));
        OPEN.put(database, entry);
      }
      requireSame(entry, engine, database, options);
      entry.opening++;
    }
    try {
      return entry.node.openSession(context, options);
    } finally {
      synchronized (OPEN) {
        entry.opening--;
      }
      forgetIfUnused(entry.node, database);
    }
  }

  private static Node newNode(EngineKind engine, DatabaseId database, Options options) {
    return switch (engine.sharing()) {
      case HOSTED -> new HostedNode(database, options);
      case GATED -> new DirectNode(database, options);
    };
  }

  private static void requireSame(
      Entry entry, EngineKind engine, DatabaseId database, Options options) throws SQLException {
    if (entry.engine != engine) {
      throw ErrorCode.MISMATCH.exception(
          database + " is open in this process as a " + entry.engine.productName() + " file");
    }
    if (engine.sharing() == EngineKind.Sharing.HOSTED) {
      Optional<OptionDifference> difference =
          OptionDifference.between(options.engine(), entry.node.options().engine());
      if (difference.isPresent()) {
        throw difference
            .get()
            .refusal(
                "this process opened " + database, "Give the same value, or leave the option out");
      }
    }
  }

  /** Forgets a node that nobody uses. */
  static void forgetIfUnused(Node node, DatabaseId database) {
    synchronized (OPEN) {
      Entry entry = OPEN.get(database);
      if (entry != null && entry.node == node && entry.opening == 0 && node.isUnused()) {
        OPEN.remove(database);
      }
    }
  }

  /** Whether a node is the one by which this process uses a database. */
  static boolean knows(Node node, DatabaseId database) {
    synchronized (OPEN) {
      Entry entry = OPEN.get(database);
      return entry != null && entry.node == node;
    }
  }

  /** Makes the JVM, when it ends, hand over what it hosts. */
  static void handOverAtExit() {
    synchronized (OPEN) {
      if (!hooked) {
        hooked = true;
        try {
          Runtime.getRuntime().addShutdownHook(new Thread(Nodes::finishAll, "bolt-exit"));
        } catch (IllegalStateException e) {
          LOG.debug("The JVM ends already; its kernel locks end with it");
        }
      }
    }
  }

  private static void finishAll() {
    Set<HostedNode> nodes = new HashSet<>();
    synchronized (OPEN) {
      for (Entry entry : OPEN.values()) {
        if (entry.node instanceof HostedNode hosted) {
          nodes.add(hosted);
        }
      }
    }
    nodes.forEach(HostedNode::finish);
  }
}
