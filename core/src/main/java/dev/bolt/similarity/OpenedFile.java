package dev.bolt.similarity;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.node.Nodes;
import dev.bolt.similarity.AdapterStats.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database as well as it can be opened: shared, or else to read only.
 *
 * @param database the database
 * @param engine its engine
 * @param mode how it is open
 * @param reason why, in a sentence
 */
record OpenedFile(ConcurrentDatabase database, EngineKind engine, Mode mode, String reason) {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedFile.class);

  /** What says that a file cannot be shared here now, though it may be read. */
  private static final Set<ErrorCode> NOT_SHARED =
      Set.of(
          ErrorCode.LOCK_TIMEOUT,
          ErrorCode.CANNOT_OPEN,
          ErrorCode.NOT_AUTHORIZED,
          ErrorCode.MISMATCH);

  /**
   * Opens a file.
   *
   * @throws SQLException what {@link ConcurrentDatabase#open} does, when it cannot be read either
   */
  static OpenedFile open(Path file, DatabaseConfig config) throws SQLException {
    try {
      return shared(file, ConcurrentDatabase.open(file, config));
    } catch (SQLException e) {
      if (!Files.exists(file) || NOT_SHARED.stream().noneMatch(code -> code.is(e))) {
        throw e;
      }
      try {
        OpenedFile opened = readOnly(file, config, e);
        LOG.warn("{} is open to read only: {}", file, e.getMessage());
        return opened;
      } catch (SQLException second) {
        e.addSuppressed(second);
        throw e;
      }
    }
  }

  private static OpenedFile shared(Path file, ConcurrentDatabase database) throws SQLException {
    // Bolt itself opens such a file to read only.
    boolean writable =
        Files.isWritable(file) && Files.isWritable(file.toAbsolutePath().getParent());
    return new OpenedFile(
        database,
        engine(file),
        writable ? Mode.SHARED : Mode.READ_ONLY,
        writable
            ? "shared with other processes"
            : "this user may not write " + file + " or its folder");
  }

  private static OpenedFile readOnly(Path file, DatabaseConfig config, SQLException reason)
      throws SQLException {
    DatabaseConfig reading = config.withOption("readOnly", "true");
    EngineKind engine = engine(file);
    ConcurrentDatabase database =
        ConcurrentDatabase.open(
            file,
            engine == EngineKind.DUCKDB ? reading.withOption("access_mode", "READ_ONLY") : reading);
    return new OpenedFile(database, engine, Mode.READ_ONLY, reason.getMessage());
  }

  private static EngineKind engine(Path file) throws SQLException {
    return Nodes.engineOf(Nodes.resolve(file), Optional.empty());
  }

  /** Requires that it may write. */
  void requireWritable() throws SQLException {
    if (mode == Mode.READ_ONLY) {
      throw ErrorCode.READ_ONLY.exception(
          "The database is open to read only: " + reason + ". Open it again when that is over");
    }
  }
}
