package dev.bolt.config;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.os.OpenFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
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
  private static final byte[] SQLITE_MAGIC =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DUCKDB_MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);

  /** The header of a DuckDB file begins with a checksum. */
  private static final int DUCKDB_MAGIC_OFFSET = 8;

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
    byte[] header = header(file);
    if (header.length == 0) {
      return ofNewFile(file);
    }
    return ofHeader(header)
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
    EngineKind found = ofHeader(header(file)).orElse(named);
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

  /** The locks that hosts and SQLite's openers leave beside the file are there as long as it is. */
  private static Optional<EngineKind> ofSidecar(DatabaseId database) {
    if (Files.exists(database.sidecar().resolve("host.lock"))) {
      return Optional.of(EngineKind.DUCKDB);
    }
    return Files.exists(database.sidecar().resolve("loader.lock"))
        ? Optional.of(EngineKind.SQLITE)
        : Optional.empty();
  }

  private static byte[] header(Path file) throws SQLException {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(SQLITE_MAGIC.length);
    } catch (IOException e) {
      throw ErrorCode.CANNOT_OPEN.exception(file + " cannot be read: " + e, e);
    }
  }

  private static Optional<EngineKind> ofHeader(byte[] header) {
    if (Arrays.equals(header, SQLITE_MAGIC)) {
      return Optional.of(EngineKind.SQLITE);
    }
    int end = DUCKDB_MAGIC_OFFSET + DUCKDB_MAGIC.length;
    boolean duckdb =
        header.length >= end
            && Arrays.equals(
                header, DUCKDB_MAGIC_OFFSET, end, DUCKDB_MAGIC, 0, DUCKDB_MAGIC.length);
    return duckdb ? Optional.of(EngineKind.DUCKDB) : Optional.empty();
  }

  private static EngineKind ofNewFile(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    EngineKind ofEnding = dot < 0 ? null : ENDINGS.get(name.substring(dot));
    if (ofEnding != null) {
      return ofEnding;
    }
    boolean onlySqlite = EngineKind.SQLITE.onClassPath() && !EngineKind.DUCKDB.onClassPath();
    return onlySqlite ? EngineKind.SQLITE : EngineKind.DUCKDB;
  }
}
