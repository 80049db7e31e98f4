package dev.bolt.config;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A URL of Bolt's driver, with the properties that came along. Immutable.
 *
 * <pre>
 *   jdbc:bolt:PATH?key=value&amp;…           the engine is found out
 *   jdbc:bolt:duckdb:PATH?key=value&amp;…    PATH;key=value;… too, as DuckDB's driver has it
 *   jdbc:bolt:sqlite:PATH?key=value&amp;…
 *   jdbc:bolt:duckdb:   jdbc:bolt:duckdb::memory:   jdbc:bolt:duckdb::memory:NAME
 *   jdbc:bolt:sqlite:   jdbc:bolt:sqlite::memory:   not shared: the engine's own database
 * </pre>
 *
 * <p>{@code %XX} stands for a byte of UTF-8, such as {@code %3F} for a question mark in a file
 * name; a percent sign before anything else stands for itself.
 *
 * @param engine the engine that the URL names, or empty
 * @param path the path as it was given, decoded; empty or with a colon in front where the database
 *     is not a file
 * @param options the options of URL and properties, by name
 */
public record BoltUrl(Optional<EngineKind> engine, String path, Map<String, String> options) {

  /** What every URL of the driver begins with. */
  public static final String PREFIX = "jdbc:bolt:";

  public BoltUrl {
    options = Map.copyOf(options);
  }

  /** Whether a URL is one of this driver. */
  public static boolean accepts(String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /**
   * The URL of a file, by its absolute path, so that no beginning of a name is taken for an engine.
   *
   * @param engine the engine, or null to have it found out
   */
  public static String of(Path file, EngineKind engine) {
    String path =
        file.toAbsolutePath()
            .toString()
            .replace("%", "%25")
            .replace("?", "%3F")
            .replace(";", "%3B");
    return PREFIX + (engine == null ? "" : engine.scheme() + ":") + path;
  }

  /**
   * Reads a URL.
   *
   * @param properties further options; null for none
   * @throws SQLException with SQLState HY024 when the URL is not valid, or when it and the
   *     properties give an option different values
   */
  public static BoltUrl parse(String url, Properties properties) throws SQLException {
    if (!accepts(url)) {
      throw ErrorCode.INVALID_OPTION.exception(
          "The URL '" + url + "' is not one of Bolt, which begin with " + PREFIX);
    }
    Optional<EngineKind> engine = engineOf(url);
    String rest = url.substring(PREFIX.length() + engine.map(BoltUrl::prefixLength).orElse(0));
    int pathEnd = pathEnd(rest, engine);
    UrlOptions options = new UrlOptions();
    options.addAll(rest.substring(pathEnd));
    options.addAll(properties);
    String path = PercentCode.decode(rest.substring(0, pathEnd));
    requireDatabase(url, path, engine);
    return new BoltUrl(engine, path, options.values());
  }

  /** Whether the database is not a file, and so is not shared but the engine's own. */
  public boolean isPassThrough() {
    return path.isEmpty() || path.startsWith(":");
  }

  /** The URL of the engine's own driver for what {@link #isPassThrough()}. */
  public String nativeUrl() {
    return "jdbc:" + engine.orElseThrow().scheme() + ":" + path;
  }

  /**
   * The file.
   *
   * @throws SQLException with SQLState 08001 when the system has no such paths
   */
  public Path file() throws SQLException {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw ErrorCode.CANNOT_OPEN.exception(
          "'" + path + "' cannot be the path of a file: " + e.getReason(), e);
    }
  }

  private static Optional<EngineKind> engineOf(String url) {
    for (EngineKind engine : EngineKind.values()) {
      if (url.startsWith(engine.scheme() + ":", PREFIX.length())) {
        return Optional.of(engine);
      }
    }
    return Optional.empty();
  }

  private static int prefixLength(EngineKind engine) {
    return engine.scheme().length() + 1;
  }

  /** SQLite's driver takes a semicolon for a part of the file's name. */
  private static int pathEnd(String rest, Optional<EngineKind> engine) {
    boolean semicolons = engine.filter(EngineKind.SQLITE::equals).isEmpty();
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '?' || semicolons && rest.charAt(i) == ';') {
        return i;
      }
    }
    return rest.length();
  }

  private static void requireDatabase(String url, String path, Optional<EngineKind> engine)
      throws SQLException {
    if (engine.isEmpty() && (path.isEmpty() || path.startsWith(":"))) {
      throw ErrorCode.INVALID_OPTION.exception(
          "The URL '"
              + url
              + "' names neither a file nor an engine. Write jdbc:bolt:PATH for a file, or"
              + " jdbc:bolt:duckdb::memory: or jdbc:bolt:sqlite::memory: for a private database");
    }
  }
}
