package dev.bolt.config;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.os.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which engine a database file belongs to. Stateless.
 *
 * <p>To look into a file is to open and close it, and a POSIX lock vanishes when its process closes
 * <em>any</em> descriptor of the file. So a file that this process has open, be it through another
 * class loader, is never looked into.
 */
public final class EngineFinder {
  private static final Map<String, EngineKind> ENDINGS =
      Map.of(
          ".duckdb", EngineKind.DUCKDB,
          ".ddb", EngineKind.DUCKDB,
          ".sqlite", EngineKind.SQLITE,
          ".sqlite3", EngineKind.SQLITE,
          ".db3", EngineKind.SQLITE);

  private EngineFinder() {}

  /**
   * The engine of a database that this process has not open: that of its first bytes; for a new or
   * empty file that of its ending, else the only engine on the class path, else DuckDB.
   *
   * <p>The caller keeps this process from opening the database meanwhile.
   *
   * @throws SQLException with SQLState 08001 when the file is of neither engine or cannot be read
   */
  public static EngineKind find(DatabaseId database) throws SQLException {
    Path file = database.file();
    if (Files.isDirectory(file)) {
      throw ErrorCode.CANNOT_OPEN.exception(file + " is a folder, not a database file");
    }
    if (OpenFiles.contains(file)) {
      return ofSidecar(database).orElseGet(() -> ofNewFile(file));
    }
    FileHeader header = header(file);
    if (header.isEmpty()) {
      return ofNewFile(file);
    }
    return header
        .engine()
        .orElseThrow(
            () ->
                ErrorCode.CANNOT_OPEN.exception(
                    file
                        + " is not a database: it begins neither like a DuckDB nor like a SQLite"
                        + " file"));
  }

  /**
   * Requires that a database that this process has not open is no file of another engine; DuckDB
   * would not refuse one, but look for an extension that reads it.
   *
   * <p>The caller keeps this process from opening the database meanwhile.
   *
   * @throws SQLException with SQLState 08001 that names the engine of the file
   */
  public static void requireNoOther(EngineKind named, DatabaseId database) throws SQLException {
    Path file = database.file();
    if (!Files.isRegularFile(file) || !Files.isReadable(file) || OpenFiles.contains(file)) {
      return;
    }
    EngineKind found = header(file).engine().orElse(named);
    if (found != named) {
      throw ErrorCode.CANNOT_OPEN.exception(
          file
              + " is a "
              + found.productName()
              + " file. Write jdbc:bolt:"
              + found.scheme()
              + ":, or leave the engine out");
    }
  }

  /**
   * Requires that the engine's driver can be loaded.
   *
   * @throws SQLException with SQLState 08001 that names the dependency to add
   */
  public static void requireOnClassPath(EngineKind engine) throws SQLException {
    if (!engine.onClassPath()) {
      throw ErrorCode.ENGINE_MISSING.exception(
          engine.productName()
              + " is not on the class path. Add the dependency "
              + engine.dependency());
    }
  }

  /**
   * The engine that the folder beside a file tells: the locks that hosts and SQLite's openers leave
   * there stay as long as it does.
   */
  public static Optional<EngineKind> ofSidecar(DatabaseId database) {
    if (Files.exists(database.sidecar().resolve("host.lock"))) {
      return Optional.of(EngineKind.DUCKDB);
    }
    return Files.exists(database.sidecar().resolve("loader.lock"))
        ? Optional.of(EngineKind.SQLITE)
        : Optional.empty();
  }

  private static FileHeader header(Path file) throws SQLException {
    try {
      return FileHeader.read(file);
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(file + " cannot be read: " + e, e);
    }
  }

  private static EngineKind ofNewFile(Path file) {
    boolean onlySqlite = EngineKind.SQLITE.onClassPath() && !EngineKind.DUCKDB.onClassPath();
    return ofEnding(file).orElse(onlySqlite ? EngineKind.SQLITE : EngineKind.DUCKDB);
  }

  /** The engine that the name of a file tells by its ending, as nothing else may be known of it. */
  public static Optional<EngineKind> ofEnding(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(ENDINGS.get(name.substring(dot)));
  }
}
