package dev.bolt.engine;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.sync.SharedSync;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite file that this process has open, and the sessions on it, each with a native connection
 * of its own. Thread-safe.
 *
 * <p>The file is in WAL mode, so that readers and the one writer do not wait for each other, unless
 * the user asks for another mode. A file or folder that cannot be written is opened for reading.
 */
public final class SqliteEngine implements AutoCloseable {

  /** Who only reads needs no turn. */
  private static final WriteGates NO_GATES = file -> Optional.empty();

  private static final SharedSyncs NO_SYNCS = file -> Optional.empty();
  private static final String WAL = "wal";

  private final SqliteConnector connector;
  private final SQLiteConnection root;
  private final Duration lockTimeout;
  private final String journalMode;
  private final UnlockedFile unlocked;
  private final WriteGates gates;

  /** Held open as long as the engine, as sessions come and go. */
  private final Optional<WriteGates.Opened> gate;

  /** Null where the user, or SQLite itself, decides when the log is written into the file. */
  private final SqliteCheckpoints checkpoints;

  private final SharedSyncs syncs;

  /** Null until a session wants it; guarded by this object. */
  private Optional<SharedSync> sync;

  private final Set<SqliteSession> sessions = ConcurrentHashMap.newKeySet();
  private volatile Runnable sessionClosed = () -> {};
  private volatile boolean closed;

  private SqliteEngine(
      SqliteConnector connector,
      SQLiteConnection root,
      Duration lockTimeout,
      String journalMode,
      UnlockedFile unlocked,
      WriteGates gates,
      SharedSyncs syncs)
      throws SQLException {
    this.connector = connector;
    this.root = root;
    this.lockTimeout = lockTimeout;
    this.journalMode = journalMode;
    this.unlocked = unlocked;
    this.gates = gates;
    this.gate = gates.open(connector.file());
    this.syncs = journalMode.equals(WAL) ? syncs : NO_SYNCS;
    this.checkpoints = checkpoints();
  }

  private SqliteCheckpoints checkpoints() throws SQLException {
    if (!connector.checkpointsAreOurs() || !journalMode.equals(WAL)) {
      return null;
    }
    try {
      return new SqliteCheckpoints(
          connector.file(), connector.open(Map.of()), gate.map(WriteGates.Opened::gate));
    } catch (SQLException e) {
      gate.ifPresent(WriteGates.Opened::close);
      throw e;
    }
  }

  /**
   * Opens a file, or creates it.
   *
   * @param pragmas options of the driver and PRAGMAs of SQLite, by their own names; {@code
   *     busy_timeout} overrides the lock timeout
   * @param readOnly whether to open it for reading only
   * @param lockTimeout how long to wait for another connection's lock
   * @param walSwitch keeps other processes from switching the journal mode at the same time
   * @param gates where those who write wait for their turn
   * @param syncs where those who have committed wait until it is on disk
   * @throws SQLException with SQLState 08001 when it cannot be opened or is not a database, 55P03
   *     when another connection held it too long, HY024 when an option is wrong
   */
  public static SqliteEngine open(
      DatabaseId database,
      Map<String, String> pragmas,
      boolean readOnly,
      Duration lockTimeout,
      WalSwitchLock walSwitch,
      WriteGates gates,
      SharedSyncs syncs)
      throws SQLException {
    SqliteConnector.Access access = SqliteConnector.bestAccess(database.file(), readOnly);
    SqliteConnector connector = new SqliteConnector(database.file(), pragmas, access);
    Duration timeout = lockTimeout(pragmas, lockTimeout);
    try {
      return access == SqliteConnector.Access.READ_WRITE
          ? openForWriting(connector, timeout, walSwitch, gates, syncs)
          : openForReading(connector, timeout);
    } catch (SQLException e) {
      throw EngineErrors.sqliteOpening(connector.file(), e);
    }
  }

  private static SqliteEngine openForWriting(
      SqliteConnector connector,
      Duration timeout,
      WalSwitchLock walSwitch,
      WriteGates gates,
      SharedSyncs syncs)
      throws SQLException {
    LockWait locks = new LockWait(connector.file(), timeout, () -> false);
    SQLiteConnection root = locks.run(() -> true, () -> connector.open(Map.of()));
    try {
      String mode = SqliteJournal.require(root, connector.journalMode(), locks, walSwitch);
      return new SqliteEngine(connector, root, timeout, mode, null, gates, syncs);
    } catch (SQLException e) {
      root.close();
      throw e;
    }
  }

  private static SqliteEngine openForReading(SqliteConnector connector, Duration timeout)
      throws SQLException {
    SQLiteConnection root = connector.open(Map.of());
    try {
      LockWait locks = new LockWait(connector.file(), timeout, () -> false);
      String mode = locks.run(() -> true, () -> SqliteJournal.ask(root, "PRAGMA journal_mode"));
      return new SqliteEngine(connector, root, timeout, mode, null, NO_GATES, NO_SYNCS);
    } catch (SQLException e) {
      root.close();
      if (!lacksFilesOfWal(e)) {
        throw e;
      }
      UnlockedFile unlocked = UnlockedFile.of(connector.file(), e);
      SqliteConnector plain = connector.with(SqliteConnector.Access.UNLOCKED);
      return new SqliteEngine(
          plain, plain.open(Map.of()), timeout, WAL, unlocked, NO_GATES, NO_SYNCS);
    }
  }

  /** Whether the file is in WAL mode, and its -wal and -shm are missing and cannot be created. */
  private static boolean lacksFilesOfWal(SQLException failure) {
    return failure instanceof SQLiteException engine
        && (engine.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_DIRECTORY
            || (engine.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CANTOPEN.code);
  }

  private static Duration lockTimeout(Map<String, String> pragmas, Duration otherwise)
      throws SQLException {
    String name = SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName;
    String millis = pragmas.get(name);
    try {
      return millis == null ? otherwise : Duration.ofMillis(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_OPTION.exception(
          name + " is a number of milliseconds, not '" + millis + "'", e);
    }
  }

  /** The version of the engine, such as {@code 3.54.1}. */
  public String version() throws SQLException {
    return root.libversion();
  }

  /**
   * The journal mode of the file when it was opened, in lower case: {@code wal}, {@code delete}.
   */
  public String journalMode() {
    return journalMode;
  }

  /** Whether the file can only be read here. */
  public boolean readOnly() {
    return connector.access() != SqliteConnector.Access.READ_WRITE;
  }

  /** Opens a session for a client that wants nothing special. */
  public EngineSession openSession(SessionContext context) throws SQLException {
    return openSession(context, SqliteSessionMode.DEFAULT);
  }

  /**
   * Opens a session for a client.
   *
   * @throws SQLException with SQLState 0A000 when it is to read only what is on disk, and cannot
   *     know what is
   */
  public EngineSession openSession(SessionContext context, SqliteSessionMode mode)
      throws SQLException {
    if (mode.readsDurable() && journalMode.equals(WAL) && sync().isEmpty()) {
      throw ErrorCode.NOT_SUPPORTED.exception(
          "readDurable=true cannot be kept for "
              + connector.file()
              + ": the files through which processes share their syncs, in the folder beside it, cannot"
              + " be used. Make the folder writable, or leave the option out");
    }
    try {
      LockWait locks = new LockWait(connector.file(), lockTimeout, () -> closed);
      SQLiteConnection connection = locks.run(() -> true, () -> connector.open(context.settings()));
      SqliteSession session =
          SqliteSession.on(this, connection, mode, mode.deferred() && journalMode.equals(WAL));
      sessions.add(session);
      if (closed) {
        session.close();
        throw ErrorCode.CLOSED.exception("The engine has been closed in this process");
      }
      return session;
    } catch (SQLException e) {
      throw EngineErrors.sqliteOpening(connector.file(), e);
    }
  }

  SqliteConnector connector() {
    return connector;
  }

  /** Where those who write wait for their turn. */
  WriteGates gates() {
    return gates;
  }

  /** A session has had its turn to write. */
  void mayHaveWritten() {
    if (checkpoints != null) {
      checkpoints.wrote();
    }
  }

  /** From now on the client decides when the log is written into the file. */
  void leaveCheckpoints() {
    if (checkpoints != null) {
      checkpoints.leaveToUser();
    }
  }

  /** Where those who have committed wait; empty where SQLite syncs by itself. */
  synchronized Optional<SharedSync> sync() {
    if (sync == null) {
      sync = syncs.open(connector.file());
    }
    return sync;
  }

  Duration lockTimeout() {
    return lockTimeout;
  }

  /** The watch on a file that is read without locks, or null. */
  UnlockedFile unlocked() {
    return unlocked;
  }

  /** Sets what to do each time a session has closed; nothing at first. */
  public void whenSessionCloses(Runnable action) {
    sessionClosed = action;
  }

  void closed(SqliteSession session) {
    if (sessions.remove(session) && !closed) {
      sessionClosed.run();
    }
  }

  /** The number of open sessions. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Closes the sessions and lets the file go. Their users must have stopped. Idempotent. */
  @Override
  public void close() throws SQLException {
    closed = true;
    for (SqliteSession session : sessions) {
      session.close();
    }
    if (checkpoints != null) {
      checkpoints.close();
    }
    gate.ifPresent(WriteGates.Opened::close);
    try {
      closeSync();
    } finally {
      root.close();
    }
  }

  private synchronized void closeSync() throws SQLException {
    if (sync != null && sync.isPresent()) {
      try {
        sync.get().close();
      } catch (IOException e) {
        throw ErrorCode.IO.exception(
            "The syncs of " + connector.file() + " could not be closed: " + e.getMessage(), e);
      }
    }
  }
}
