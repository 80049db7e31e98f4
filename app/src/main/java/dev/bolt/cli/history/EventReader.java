package dev.bolt.cli.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the events of a file, one after the other. Confined to one thread. */
final class EventReader implements AutoCloseable {

  private final Path file;
  private final BufferedReader lines;
  private long line;

  EventReader(Path file) throws IOException {
    this.file = file;
    lines = Files.newBufferedReader(file);
  }

  /**
   * The next event, or empty at the end. The last line of a process that was killed while it wrote
   * may be cut off, and is passed over.
   *
   * @throws IllegalArgumentException when a line is no event
   */
  Optional<Event> next() throws IOException {
    String text = lines.readLine();
    line++;
    if (text == null || !text.endsWith("}") && lines.readLine() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(EventLine.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ", line " + line + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
