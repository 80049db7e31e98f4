package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.sql.SettingStatement;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DuckDB file that this process has open, and the sessions on it. Thread-safe.
 *
 * <p>The engine holds an exclusive kernel lock on the file from {@link #open} until the last
 * session and the engine are closed.
 */
public final class DuckDbEngine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbEngine.class);

  /** With these the user decides when the log is written into the file. */
  private static final Set<String> LOG_SETTINGS =
      Set.of("wal_autocheckpoint", "checkpoint_threshold");

  /**
   * The log size at which the engine itself writes it into the file, where {@link
   * DuckDbCheckpoints} have not done so. The engine's own 16 MB hold so many small commits that a
   * new host needs seconds to replay them.
   */
  private static final String WAL_AUTOCHECKPOINT = "1MB";

  /** With these the engine's threads are set by hand. */
  private static final Set<String> THREAD_SETTINGS =
      Set.of("threads", "worker_threads", "external_threads");

  private static final String LIBRARY = "libduckdb_java";

  /** Told what SET GLOBAL has changed, before the answer to it. */
  public interface SettingsListener {
    /**
     * Something has been set for all sessions.
     *
     * @param statements all that has been, the oldest first
     */
    void changed(List<String> statements) throws SQLException;
  }

  /** What writes have in common that may share a lane. */
  private record Alike(SessionContext context, boolean inserts) {}

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private static volatile String loadedVersion;

  private final DuckDbConnections connections;
  private final DuckDbWorkers workers;

  /** Null where the user or nobody decides when the log is written into the file. */
  private final DuckDbCheckpoints checkpoints;

  private final DuckDbGlobals globals;
  private final String version;
  private final Path workingDirectory = Path.of("").toAbsolutePath();
  private final Set<DuckDbSession> sessions = ConcurrentHashMap.newKeySet();
  private final WriteProfiles profiles = new WriteProfiles();
  private final CommitLedger ledger = new CommitLedger();
  private final EngineHealth health = new EngineHealth();
  private final Admission admission =
      new Admission(Admission.SHORT_PLACES_FOR_A_CORE * CORES, CORES, System::nanoTime);
  private final Map<Alike, WriteGroups> groups = new HashMap<>();
  private volatile boolean attached;

  /** Whether there may be triggers, which may tell one statement from several. */
  private volatile boolean triggers;

  private volatile BulkRows bulkRows;
  private volatile boolean bulkRefused;

  /** Guarded by the groups. */
  private boolean lookedForTriggers;

  // The workers last, as they have a thread.
  private DuckDbEngine(
      DuckDBConnection root, DuckDbConnections connections, Path keepShort, boolean threadsByHand)
      throws SQLException {
    this.connections = connections;
    this.checkpoints =
        keepShort == null ? null : new DuckDbCheckpoints(keepShort, connections.open());
    this.globals = new DuckDbGlobals(root);
    this.version = versionOf(root);
    this.workers = new DuckDbWorkers(connections.open(), threadsByHand, admission::isCrowded);
  }

  private static DuckDbEngine start(DuckDBConnection root, Path keepShort, boolean threadsByHand)
      throws SQLException {
    DuckDbConnections connections = new DuckDbConnections(root);
    try {
      requireAlive(root);
      return new DuckDbEngine(root, connections, keepShort, threadsByHand);
    } catch (SQLException e) {
      Cleanup.after(e, connections::close);
      throw e;
    }
  }

  // Whoever has the file open in this process already shares its instance with who comes.
  private static void requireAlive(DuckDBConnection root) throws SQLException {
    try (Statement statement = root.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      if (DuckDbErrors.code(e) != ErrorCode.ENGINE_UNUSABLE) {
        throw e;
      }
      throw ErrorCode.CANNOT_OPEN.exception(
          "The engine has failed and has to be opened again, but a connection of this process that"
              + " was not opened by Bolt, or was unwrapped, keeps it open. Close that connection ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /**
   * Opens a file, or creates it.
   *
   * @param options options of the engine, by its own names
   * @throws SQLException with SQLState 55P03 when another process holds the file, 08001 when it
   *     cannot be opened, HY024 when an option is unknown
   */
  public static DuckDbEngine open(Path file, Map<String, String> options, boolean readOnly)
      throws SQLException {
    if (file.toString().indexOf(';') >= 0) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file
              + " cannot be opened: DuckDB's driver takes what follows a ';' for options. Rename it");
    }
    Properties properties = new Properties();
    properties.putAll(options);
    properties.putIfAbsent("jdbc_stream_results", "true");
    if (readOnly) {
      properties.setProperty("duckdb.read_only", "true");
    } else if (Collections.disjoint(options.keySet(), LOG_SETTINGS)) {
      properties.put("wal_autocheckpoint", WAL_AUTOCHECKPOINT);
    }
    try {
      DuckDBConnection root = connect(file.toString(), properties);
      KillPoint.OPENED.reached();
      Set<String> byUser = options.keySet();
      boolean keepShort = !readOnly && Collections.disjoint(byUser, LOG_SETTINGS);
      return start(root, keepShort ? file : null, !Collections.disjoint(byUser, THREAD_SETTINGS));
    } catch (SQLException e) {
      throw EngineErrors.duckdbOpening(file, e);
    }
  }

  /**
   * Requires that the engine knows an option.
   *
   * @throws SQLException with SQLState HY024 that names the nearest one that it knows
   */
  public static void requireKnown(String option, String value) throws SQLException {
    try {
      UnknownDuckDbOption.requireKnown(option, value);
    } finally {
      NativeLibraryFile.unlinkLoaded(LIBRARY);
    }
  }

  private static DuckDBConnection connect(String file, Properties properties) throws SQLException {
    NativeLibraryFile.removeLeftovers(LIBRARY);
    try {
      return (DuckDBConnection)
          DuckDbFlightRecorder.asideFor(
              properties, () -> new DuckDBDriver().connect("jdbc:duckdb:" + file, properties));
    } catch (LinkageError e) {
      throw ErrorCode.ENGINE_MISSING.exception(
          "DuckDB's native library cannot be loaded ("
              + firstCause(e)
              + "). Its driver unpacks it into "
              + System.getProperty("java.io.tmpdir")
              + ", which must be a folder where files can be written and run; the system property"
              + " java.io.tmpdir names another",
          e);
    } finally {
      NativeLibraryFile.unlinkLoaded(LIBRARY);
    }
  }

  private static Throwable firstCause(Throwable e) {
    return e.getCause() == null ? e : firstCause(e.getCause());
  }

  // Asked for once, as it is a query, and that of the library that this JVM has loaded.
  private static String versionOf(DuckDBConnection connection) throws SQLException {
    String known = loadedVersion;
    if (known == null) {
      known = connection.getMetaData().getDatabaseProductVersion();
      loadedVersion = known;
    }
    return known;
  }

  /** The version of the engine, such as {@code v2.0.0}. */
  public String version() {
    return version;
  }

  /** Opens a session. */
  public EngineSession openSession(SessionContext context) throws SQLException {
    return openSession(context, null, false);
  }

  /**
   * Opens a session for a client that may ask for the outcome of an operation.
   *
   * @param client null for one that cannot
   * @param keepsOutcomes whether the outcomes of its operations are kept from now on
   */
  public EngineSession openSession(SessionContext context, ClientId client, boolean keepsOutcomes)
      throws SQLException {
    if (keepsOutcomes) {
      createLedger();
    }
    DuckDbSession session = register(context, client, keepsOutcomes);
    try {
      session.adopt(context, workingDirectory);
      return session;
    } catch (SQLException e) {
      session.close();
      throw EngineErrors.duckdb(e);
    }
  }

  private DuckDbSession register(SessionContext context, ClientId client, boolean keepsOutcomes)
      throws SQLException {
    DuckDbSession session =
        new DuckDbSession(this, connections.open(), context, client, keepsOutcomes);
    sessions.add(session);
    return session;
  }

  /** What was set for all sessions of this instance. */
  DuckDbGlobals globals() {
    return globals;
  }

  /**
   * Sets what was set for all sessions of an earlier instance, before there are any of this one.
   *
   * @param statements as a {@link SettingsListener} got them
   */
  public void restoreSettings(List<String> statements) {
    List<SqlStatement> settings =
        statements.stream().map(text -> new SqlStatement(text, StatementKind.SET, 0)).toList();
    settings.forEach(this::leaveToUser);
    globals.restore(settings);
  }

  /** Has changes by SET GLOBAL reported from now on, on the thread that makes them. */
  public void whenSettingsChange(SettingsListener listener) {
    globals.listener(listener);
  }

  void closed(DuckDbSession session) {
    sessions.remove(session);
  }

  /** Creates what keeps outcomes if it is missing. */
  void createLedger() throws SQLException {
    if (!ledger.isCreated()) {
      try (DuckDBConnection own = connections.open()) {
        ledger.create(own);
      }
    }
  }

  /**
   * Has those forgotten, of the processes whose outcomes are kept, that are gone.
   *
   * @param gone whether the process of a {@link ClientId} is proven to be gone
   */
  public void whoIsGone(LongPredicate gone) {
    ledger.whoIsGone(gone);
  }

  /** What is known of the writes by their texts. */
  WriteProfiles profiles() {
    return profiles;
  }

  /** Whether the instance has failed for good. */
  EngineHealth health() {
    return health;
  }

  /** What keeps the outcomes of operations. */
  CommitLedger ledger() {
    return ledger;
  }

  /** Somebody has attached another database to the instance, or detached one. */
  synchronized void databasesChanged() throws SQLException {
    try (DuckDBConnection own = connections.open();
        Statement statement = own.createStatement();
        ResultSet count =
            statement.executeQuery("SELECT count(*) FROM duckdb_databases() WHERE NOT internal")) {
      count.next();
      attached = count.getInt(1) > 1;
    }
  }

  /** A statement is about to create triggers, or may be. */
  void triggersMayCome() {
    triggers = true;
  }

  /** Whether there may be triggers. */
  boolean mayHaveTriggers() throws SQLException {
    synchronized (groups) {
      if (!lookedForTriggers) {
        lookForTriggers();
        lookedForTriggers = true;
      }
    }
    return triggers;
  }

  /**
   * The way in for many rows at once, in transactions that begin from now on; null where the
   * engine's driver has none.
   */
  BulkRows bulkRows() {
    BulkRows known = bulkRows;
    return known != null || bulkRefused ? known : registerBulkRows();
  }

  private synchronized BulkRows registerBulkRows() {
    if (bulkRows == null && !bulkRefused) {
      try (DuckDBConnection own = connections.open()) {
        bulkRows = BulkRows.register(own);
      } catch (SQLException | LinkageError e) {
        LOG.info("Rows of batches go in one by one: {}", e.toString());
        bulkRefused = true;
      }
    }
    return bulkRows;
  }

  private void lookForTriggers() throws SQLException {
    try (DuckDBConnection own = connections.open();
        Statement statement = own.createStatement();
        ResultSet any = statement.executeQuery("SELECT 1 FROM duckdb_triggers() LIMIT 1")) {
      triggers |= any.next();
    } catch (SQLException e) {
      throw EngineErrors.duckdb(e);
    }
  }

  /** Whether there may be other databases in the instance. */
  boolean hasAttached() {
    return attached;
  }

  /** Whether sessions of a context look for files where this process does. */
  boolean isHome(SessionContext context) {
    return context.workingDirectory().equals(workingDirectory);
  }

  /**
   * The groups of writes of the sessions that are opened like one of a context.
   *
   * @param inserts whether they are for plain inserts, else for all other writes
   */
  WriteGroups groups(SessionContext context, boolean inserts) throws SQLException {
    SessionContext alike = new SessionContext(context.zone(), workingDirectory, context.settings());
    synchronized (groups) {
      Alike key = new Alike(alike, inserts);
      WriteGroups found = groups.get(key);
      if (found == null) {
        mayHaveTriggers();
        found = new WriteGroups(List.of(lane(key), lane(key)));
        groups.put(key, found);
      }
      return found;
    }
  }

  private WriteLane lane(Alike key) throws SQLException {
    DuckDBConnection connection = connections.open();
    try {
      DuckDbSettings.adopt(connection, key.context(), workingDirectory);
      if (key.inserts()) {
        DuckDbSettings.planWithoutOptimizer(connection);
      }
    } catch (SQLException e) {
      connection.close();
      throw EngineErrors.duckdb(e);
    }
    return new WriteLane(
        connection,
        admission.place(Admission.WRITES_TOGETHER),
        workers,
        ledger,
        health,
        this::wrote,
        () -> !triggers);
  }

  /** Something was committed. */
  void wrote() {
    if (checkpoints != null) {
      checkpoints.wrote();
    }
  }

  /** Who may call the engine now. */
  Admission admission() {
    return admission;
  }

  /** The engine's background threads. */
  DuckDbWorkers workers() {
    return workers;
  }

  /** A statement is about to set something: what the user decides, Bolt decides no more. */
  void leaveToUser(SqlStatement set) {
    SettingStatement setting = SettingStatement.of(set);
    if (setting.scope() != SettingStatement.Scope.GLOBAL) {
      return;
    }
    String name = setting.name().toLowerCase(Locale.ROOT);
    if (THREAD_SETTINGS.contains(name)) {
      workers.leaveToUser();
    }
    if (checkpoints != null && LOG_SETTINGS.contains(name)) {
      checkpoints.leaveToUser();
    }
  }

  /** The number of open sessions. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Closes the sessions and lets the file go. Their users must have stopped. Idempotent. */
  @Override
  public void close() throws SQLException {
    KillPoint.CLOSING.reached();
    connections.openNoMore();
    List<EngineCalls.Action> parts = new ArrayList<>();
    sessions.forEach(session -> parts.add(session::close));
    parts.add(this::closeGroups);
    parts.add(workers::close);
    if (checkpoints != null) {
      parts.add(checkpoints::close);
    }
    // What came or was left meanwhile goes with the rest.
    parts.add(connections::close);
    try {
      Cleanup.all(parts);
    } catch (SQLException e) {
      throw EngineErrors.duckdb(e);
    }
  }

  private void closeGroups() throws SQLException {
    List<EngineCalls.Action> all = new ArrayList<>();
    synchronized (groups) {
      groups.values().forEach(each -> all.add(each::close));
      groups.clear();
    }
    Cleanup.all(all);
  }
}
