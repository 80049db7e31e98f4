package dev.bolt.jdbc;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.engine.SqliteEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/** A database file that an engine of this JVM has open, for tests of the surface alone. */
final class SharedFile implements AutoCloseable {
  private interface Sessions {
    EngineSession open(SessionContext context) throws SQLException;
  }

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  private final EngineKind kind;
  private final Path file;
  private final AutoCloseable engine;
  private final Sessions sessions;

  private SharedFile(EngineKind kind, Path file, AutoCloseable engine, Sessions sessions) {
    this.kind = kind;
    this.file = file;
    this.engine = engine;
    this.sessions = sessions;
  }

  static SharedFile open(EngineKind kind, Path folder) throws SQLException, IOException {
    Path file = folder.resolve("shared." + kind.scheme());
    if (kind == EngineKind.DUCKDB) {
      DuckDbEngine engine = DuckDbEngine.open(file, Map.of(), false);
      return new SharedFile(kind, file, engine, engine::openSession);
    }
    SqliteEngine engine =
        SqliteEngine.open(
            DatabaseId.of(file),
            Map.of(),
            false,
            LOCK_TIMEOUT,
            () -> Optional.of(() -> {}),
            f -> Optional.empty(),
            f -> Optional.empty());
    return new SharedFile(kind, file, engine, engine::openSession);
  }

  EngineKind kind() {
    return kind;
  }

  BoltConnection connect() throws SQLException {
    return connect(false);
  }

  BoltConnection connect(boolean allowUnwrap) throws SQLException {
    String url = "jdbc:bolt:" + kind.scheme() + ":" + file;
    return new BoltConnection(
        sessions.open(SessionContext.ofThisProcess()),
        new ConnectionSettings(url, false, allowUnwrap));
  }

  /** A connection of the engine's own driver with the same file. */
  Connection connectPlain() throws SQLException {
    if (kind == EngineKind.SQLITE) {
      return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
    // DuckDB opens a file once in a process, and only with the same options again.
    try (BoltConnection allowed = connect(true)) {
      return allowed.unwrap(DuckDBConnection.class).duplicate();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      engine.close();
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
