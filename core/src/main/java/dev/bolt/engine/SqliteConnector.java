package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;

/** Opens native connections to one SQLite file, all in the same way. Immutable. */
final class SqliteConnector {

  /** How a file is opened. */
  enum Access {
    /** Read and write; created if it is missing. */
    READ_WRITE("mode=rwc"),
    /** Read, while others may write. */
    READ_ONLY("mode=ro"),
    /** Read without locks and without a WAL, since this process cannot create the files of one. */
    UNLOCKED("immutable=1");

    private final String parameter;

    Access(String parameter) {
      this.parameter = parameter;
    }
  }

  private static final String JOURNAL_MODE = SQLiteConfig.Pragma.JOURNAL_MODE.pragmaName;
  private static final String AUTOMATIC_CHECKPOINT =
      SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT.pragmaName;
  private static final AtomicBoolean LIBRARY_UNLINKED = new AtomicBoolean();

  private final Path file;
  private final Map<String, String> pragmas;
  private final Access access;

  SqliteConnector(Path file, Map<String, String> pragmas, Access access) {
    this.file = file;
    this.pragmas = Map.copyOf(pragmas);
    this.access = access;
  }

  /** The same file in another way. */
  SqliteConnector with(Access other) {
    return new SqliteConnector(file, pragmas, other);
  }

  Path file() {
    return file;
  }

  Access access() {
    return access;
  }

  /** The journal mode that the user asks for, or WAL. */
  String journalMode() {
    return pragmas.getOrDefault(JOURNAL_MODE, "wal");
  }

  /** Whether the user leaves it open when the log is written into the file. */
  boolean checkpointsAreOurs() {
    return access == Access.READ_WRITE && !pragmas.containsKey(AUTOMATIC_CHECKPOINT);
  }

  /**
   * Opens a connection.
   *
   * @param settings PRAGMAs for this connection alone
   */
  SQLiteConnection open(Map<String, String> settings) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(pragmas);
    properties.putAll(settings);
    if (checkpointsAreOurs()) {
      properties.put(AUTOMATIC_CHECKPOINT, Integer.toString(SqliteCheckpoints.AUTOMATIC_PAGES));
    }
    if (access != Access.READ_WRITE || "wal".equalsIgnoreCase(journalMode())) {
      properties.remove(JOURNAL_MODE);
    }
    // A file name may hold '?' and '%', so it goes as a URI, which escapes them.
    return connect("file:" + file.toUri().getRawPath() + '?' + access.parameter, properties);
  }

  /** Opens a private database, on disk only if it grows, that reads dates as the file's do. */
  SQLiteConnection openPrivate() throws SQLException {
    Properties properties = new Properties();
    pragmas.forEach(
        (name, value) -> {
          if (name.startsWith("date_")) {
            properties.put(name, value);
          }
        });
    return connect("", properties);
  }

  private SQLiteConnection connect(String name, Properties properties) throws SQLException {
    properties.put(
        SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName, Integer.toString(LockWait.SLICE_MILLIS));
    properties.put(SQLiteConfig.Pragma.JDBC_GET_GENERATED_KEYS.pragmaName, "false");
    SQLiteConfig config = config(properties);
    config.setReadOnly(access != Access.READ_WRITE && !name.isEmpty());
    SQLiteConnection connection =
        new JDBC4Connection("jdbc:sqlite:" + name, name, config.toProperties());
    // Else the driver would send BEGIN and COMMIT after every statement.
    connection.getConnectionConfig().setAutoCommit(false);
    VectorFunction.register(connection);
    if (LIBRARY_UNLINKED.compareAndSet(false, true)) {
      NativeLibraryFile.unlinkLoaded("sqlitejdbc");
    }
    return connection;
  }

  private static SQLiteConfig config(Properties properties) throws SQLException {
    try {
      return new SQLiteConfig(properties);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.INVALID_OPTION.exception(
          "An option of SQLite has a value that it cannot have: " + e.getMessage(), e);
    }
  }

  /** How this process can open a file at best. */
  static Access bestAccess(Path file, boolean readOnly) throws SQLException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw ErrorCode.CANNOT_OPEN.exception(file + " is a folder, not a database file");
    }
    if (!Files.isDirectory(folder)) {
      throw ErrorCode.CANNOT_OPEN.exception(folder + " does not exist. Create it first");
    }
    if (!Files.exists(file)) {
      return requireCreatable(file, folder, readOnly);
    }
    if (!Files.isReadable(file)) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file + " cannot be read by user " + System.getProperty("user.name"));
    }
    return readOnly || !Files.isWritable(file) || !Files.isWritable(folder)
        ? Access.READ_ONLY
        : Access.READ_WRITE;
  }

  private static Access requireCreatable(Path file, Path folder, boolean readOnly)
      throws SQLException {
    if (readOnly) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file + " does not exist, and a read-only database is not created");
    }
    if (!Files.isWritable(folder)) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file + " does not exist and cannot be created: no permission to write in " + folder);
    }
    return Access.READ_WRITE;
  }
}
