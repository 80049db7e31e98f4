package dev.bolt.sync;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.Reply;
import dev.bolt.engine.SessionContext;
import dev.bolt.engine.SqliteEngine;
import dev.bolt.engine.SqliteSessionMode;
import dev.bolt.engine.WriteGates;
import dev.bolt.gate.WriteGate;
import dev.bolt.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A SQLite file whose sessions share syncs of a file that a test makes. */
final class DurableFile implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final WriteGate gate;
  private final SqliteEngine engine;

  private DurableFile(WriteGate gate, SqliteEngine engine) {
    this.gate = gate;
    this.engine = engine;
  }

  /** Opens one; what it syncs is made of what would be synced in earnest. */
  static DurableFile open(Path file, Map<String, String> pragmas, UnaryOperator<WalFile> made)
      throws Exception {
    DatabaseId database = DatabaseId.of(file);
    Path folder = Sidecar.open(database).folder();
    WriteGate gate = WriteGate.open(folder);
    return new DurableFile(
        gate,
        SqliteEngine.open(
            database,
            pragmas,
            false,
            LONG,
            () -> Optional.of(() -> {}),
            any -> named(file, any) ? Optional.of(opened(gate)) : Optional.empty(),
            any -> Optional.of(sync(folder, made.apply(new WalChannel(wal(file)))))));
  }

  private static boolean named(Path file, Path any) {
    return any.getFileName().equals(file.getFileName());
  }

  static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static SharedSync sync(Path folder, WalFile wal) {
    try {
      return SharedSync.open(folder, wal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WriteGates.Opened opened(WriteGate gate) {
    return new WriteGates.Opened() {
      @Override
      public WriteGate gate() {
        return gate;
      }

      @Override
      public void close() {
        // It is the test's.
      }
    };
  }

  WriteGate gate() {
    return gate;
  }

  EngineSession session() throws SQLException {
    return engine.openSession(SessionContext.ofThisProcess());
  }

  /** A session that commits as SQLite does, and reads only what is on disk. */
  EngineSession durableReader() throws SQLException {
    return engine.openSession(
        SessionContext.ofThisProcess(), new SqliteSessionMode(true, false, true));
  }

  static void run(EngineSession session, String sql, Object... parameters) throws SQLException {
    execute(session, ExecuteOptions.AUTO_COMMIT, sql, parameters);
  }

  static void runInTransaction(EngineSession session, String sql, Object... parameters)
      throws SQLException {
    execute(session, ExecuteOptions.IN_TRANSACTION, sql, parameters);
  }

  private static Reply execute(
      EngineSession session, ExecuteOptions options, String sql, Object... parameters)
      throws SQLException {
    return session.execute(Sql.split(sql, EngineKind.SQLITE).get(0), parameters, options);
  }

  /** The number in the only row of a query. */
  static int number(EngineSession session, ExecuteOptions options, String sql) throws SQLException {
    try (Cursor.Native rows = (Cursor.Native) execute(session, options, sql).cursor()) {
      rows.next();
      return rows.resultSet().getInt(1);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    engine.close();
    gate.close();
  }
}
