package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.os.HardLinks;
import dev.bolt.os.KernelLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Which of the hard links to a file stands for the database, so that processes that open different
 * ones meet in one folder: of the names in the folder of the file one that is in use, else one that
 * was, else the first. Stateless.
 *
 * <p>Names in other folders cannot be found. The engine's own lock keeps a DuckDB file safe there.
 */
final class SharedName {

  private static final List<String> LOCKS = List.of("host.lock", "loader.lock");

  private SharedName() {}

  /**
   * The name of a database for all processes.
   *
   * @throws IOException when its folder cannot be read
   */
  static DatabaseId of(DatabaseId database) throws IOException {
    if (!Files.exists(database.file())) {
      return database;
    }
    List<Path> names = HardLinks.beside(database.file());
    return names.size() < 2
        ? database
        : names.stream()
            .map(DatabaseId::new)
            .max(
                Comparator.comparingInt(SharedName::use)
                    .thenComparing(Comparator.comparing(DatabaseId::file).reversed()))
            .orElse(database);
  }

  private static int use(DatabaseId database) {
    Path sidecar = database.sidecar();
    boolean inUse =
        LOCKS.stream().anyMatch(lock -> !KernelLocks.holders(sidecar.resolve(lock)).isEmpty());
    return inUse ? 2 : Files.isDirectory(sidecar) ? 1 : 0;
  }
}
