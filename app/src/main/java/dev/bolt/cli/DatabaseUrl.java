package dev.bolt.cli;

import dev.bolt.EngineKind;
import java.nio.file.Path;

/** The JDBC URL of a database on the command line. Stateless. */
final class DatabaseUrl {

  private DatabaseUrl() {}

  /**
   * The URL of a file.
   *
   * @param engine its engine, or null to find out
   */
  static String of(Path file, EngineKind engine) {
    return "jdbc:bolt:" + (engine == null ? "" : engine.scheme() + ":") + file;
  }
}
