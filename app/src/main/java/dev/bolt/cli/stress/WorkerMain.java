package dev.bolt.cli.stress;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The process of a worker: obeys the lines {@code prepare}, {@code open} and {@code go …} of its
 * parent, and dies with it.
 */
public final class WorkerMain {

  private static final int PARENT_IS_GONE = 3;

  private WorkerMain() {}

  /** Runs a worker; the arguments are those of {@link WorkerSpec}. */
  public static void main(String[] arguments) throws IOException {
    PrintStream parent =
        new PrintStream(
            new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8.name());
    // What an engine prints must not get between the lines for the parent.
    System.setOut(System.err);
    Worker worker = new Worker(WorkerSpec.parse(arguments), message -> send(parent, message));
    try (BufferedReader commands =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        obey(worker, command, parent);
      }
    }
    if (worker.isDone()) {
      System.exit(0);
    }
    // Not exit: the work that is under way must not be waited for, nor acknowledged to nobody.
    Runtime.getRuntime().halt(PARENT_IS_GONE);
  }

  private static void obey(Worker worker, String command, PrintStream parent) {
    try {
      switch (command) {
        case "prepare" -> worker.prepare();
        case "open" -> worker.open();
        default -> worker.go(Window.parse(command));
      }
    } catch (SQLException | RuntimeException e) {
      String message = e.getMessage();
      send(parent, new WorkerMessage.Failed(message == null ? e.toString() : message));
    }
  }

  private static void send(PrintStream parent, WorkerMessage message) {
    byte[] line = (message.line() + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (parent) {
      parent.write(line, 0, line.length);
      parent.flush();
    }
  }
}
