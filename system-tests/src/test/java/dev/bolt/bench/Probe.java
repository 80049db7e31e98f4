package dev.bolt.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * A process that does single things to a database when it is told to; it ends when this is closed.
 * Confined to one thread.
 */
final class Probe implements AutoCloseable {

  private static final int END_TIMEOUT_SECONDS = 20;

  private final Process process;
  private final BufferedReader answers;

  private Probe(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one with more options of its JVM. */
  static Probe start(String... options) throws IOException {
    List<String> command = new ArrayList<>(ChildJava.command(options));
    command.add(ProbeMain.class.getName());
    return new Probe(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** Its memory. */
  ProcessMemory memory() {
    return new ProcessMemory(process.pid());
  }

  /** Creates the tables of the workloads. */
  void create(String url) throws IOException {
    ask("create " + url);
  }

  /** Opens so many connections more, reads one row on each and keeps them. */
  void hold(int connections, String url) throws IOException {
    ask("hold " + connections + " " + url);
  }

  /** Connects, reads one row and closes so many times; the milliseconds until the row was there. */
  DoubleStream connect(int times, String url) throws IOException {
    return Arrays.stream(ask("connect " + times + " " + url).split(" "))
        .mapToDouble(micros -> Double.parseDouble(micros) / 1000);
  }

  /** Inserts a batch of so many rows so many times; the milliseconds that each took. */
  DoubleStream batch(int times, int rows, String url) throws IOException {
    return Arrays.stream(ask("batch " + times + "x" + rows + " " + url).split(" "))
        .mapToDouble(micros -> Double.parseDouble(micros) / 1000);
  }

  /** Reads so many rows of three columns, each value through its getter. */
  void stream(int rows, String url) throws IOException {
    ask("stream " + rows + " " + url);
  }

  /** Writes a table of so many megabytes that do not compress, on a connection that it holds. */
  void fill(int megabytes) throws IOException {
    ask("fill " + megabytes);
  }

  /** Inserts row after row for so many seconds, on a connection that it holds. */
  void write(int seconds) throws IOException {
    ask("write " + seconds);
  }

  /** Aggregates what {@link #fill} wrote, again and again; the median milliseconds of one. */
  double aggregate(long seconds) {
    try {
      return Double.parseDouble(ask("aggregate " + seconds)) / 1000;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one row on a connection that it holds. */
  void readHeld() {
    try {
      ask("read");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  /** Collects garbage. */
  void collectGarbage() throws IOException {
    ask("gc");
  }

  private String ask(String question) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((question + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("process " + process.pid() + " ended at: " + question);
    }
    if (answer.startsWith(ProbeMain.FAILED)) {
      throw new IOException(answer.substring(ProbeMain.FAILED.length()));
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      process.waitFor(END_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
