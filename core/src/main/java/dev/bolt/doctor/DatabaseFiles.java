package dev.bolt.doctor;

import dev.bolt.EngineKind;
import dev.bolt.engine.LogReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The names of what engines keep beside a database file. Stateless. */
final class DatabaseFiles {

  private static final String SQLITE_LOG = "-wal";
  private static final String SQLITE_JOURNAL = "-journal";
  private static final String DUCKDB_LOG = ".wal";

  private DatabaseFiles() {}

  /** A database file and all that an engine may have beside it. */
  static List<Path> all(Path file) {
    return List.of(
        file,
        beside(file, SQLITE_LOG),
        LogReaders.index(file),
        beside(file, SQLITE_JOURNAL),
        beside(file, DUCKDB_LOG));
  }

  /** The engine whose log lies beside a file. */
  static Optional<EngineKind> engineOfLog(Path file) {
    if (Files.exists(beside(file, SQLITE_LOG)) || Files.exists(LogReaders.index(file))) {
      return Optional.of(EngineKind.SQLITE);
    }
    return Files.exists(beside(file, DUCKDB_LOG))
        ? Optional.of(EngineKind.DUCKDB)
        : Optional.empty();
  }

  /** How long the log of a file is; empty when it has none. */
  static OptionalLong logBytes(Path file, EngineKind engine) {
    try {
      return OptionalLong.of(
          Files.size(beside(file, engine == EngineKind.SQLITE ? SQLITE_LOG : DUCKDB_LOG)));
    } catch (IOException e) {
      // It has none, or has just lost it.
      return OptionalLong.empty();
    }
  }

  /** Whether a file lies beside a database file, and is none itself. */
  static boolean isBesideOne(String name) {
    return name.endsWith(SQLITE_LOG)
        || name.endsWith("-shm")
        || name.endsWith(SQLITE_JOURNAL)
        || name.endsWith(DUCKDB_LOG);
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
