package dev.bolt.engine;

import dev.bolt.gate.WriteGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of the files in a folder, for a test that looks at them. */
final class SqliteGates implements WriteGates, AutoCloseable {

  private final Map<Path, WriteGate> gates = new ConcurrentHashMap<>();

  @Override
  public Optional<Opened> open(Path file) {
    WriteGate gate = of(file);
    return Optional.of(
        new Opened() {
          @Override
          public WriteGate gate() {
            return gate;
          }

          @Override
          public void close() {
            // All of them are closed after the test.
          }
        });
  }

  WriteGate of(Path file) {
    return gates.computeIfAbsent(
        file,
        created -> {
          try {
            return WriteGate.open(
                Files.createDirectory(created.resolveSibling(created.getFileName() + ".bolt")));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Override
  public void close() throws IOException {
    for (WriteGate gate : gates.values()) {
      gate.close();
    }
  }
}
