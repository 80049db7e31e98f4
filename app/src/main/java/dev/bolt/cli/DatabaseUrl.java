package dev.bolt.cli;

import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import java.nio.file.Path;

/** A database on the command line: a file, or a JDBC URL of any driver. Stateless. */
final class DatabaseUrl {

  private static final String JDBC = "jdbc:";

  private DatabaseUrl() {}

  /** Whether it is named by a URL. */
  static boolean isUrl(String database) {
    return database.startsWith(JDBC);
  }

  /**
   * The URL to connect to.
   *
   * @param engine the engine of a file, or null to find out
   */
  static String of(String database, EngineKind engine) {
    return isUrl(database) ? database : BoltUrl.of(Path.of(database), engine);
  }
}
