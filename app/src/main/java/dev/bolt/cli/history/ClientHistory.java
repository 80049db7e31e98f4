package dev.bolt.cli.history;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what one client sees. Confined to one thread.
 *
 * <p>Each event goes to the operating system before the client goes on: a transaction is in the
 * file before it is in the database, and what was written outlives a killed process.
 */
public final class ClientHistory implements AutoCloseable {

  private final Path file;
  private final NumberSeries processes;
  private final NumberSeries values;
  private int process;
  private OutputStream out;

  ClientHistory(Path file, int client, int clients) {
    this.file = file;
    processes = new NumberSeries(client, clients);
    values = new NumberSeries(client, clients);
    process = Math.toIntExact(processes.next());
  }

  /** A value that is not yet in any list. */
  public long newValue() {
    return values.next();
  }

  /** A transaction begins. */
  public void invoked(List<ListOperation> operations) {
    write(Event.Type.INVOKE, operations);
  }

  /** It was acknowledged; its reads have their values. */
  public void committed(List<ListOperation> operations) {
    write(Event.Type.OK, operations);
  }

  /** It was certainly rolled back. */
  public void rolledBack(List<ListOperation> operations) {
    write(Event.Type.FAIL, operations);
  }

  /** Nobody knows its outcome; what the client does next, another process does. */
  public void unknown(List<ListOperation> operations) {
    write(Event.Type.INFO, operations);
    process = Math.toIntExact(processes.next());
  }

  // On Linux and macOS nanoTime() is the monotonic clock of the machine, so that the times of
  // different processes can be compared.
  private void write(Event.Type type, List<ListOperation> operations) {
    Event event = new Event(type, process, operations, System.nanoTime());
    try {
      if (out == null) {
        out = new FileOutputStream(file.toFile());
      }
      out.write((EventLine.of(event, 0) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
