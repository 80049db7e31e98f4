package dev.bolt.cli.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker as its parent sees it. Thread-safe. */
final class WorkerProcess {

  private static final int KEPT_ERROR_LINES = 3;

  private final WorkerSpec spec;
  private final Process process;
  private final Tally tally;
  private final CompletableFuture<Void> prepared = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Deque<String> errorLines = new ArrayDeque<>();
  private final Thread outputReader;
  private final Thread errorReader;

  private WorkerProcess(WorkerSpec spec, Process process, Tally tally) {
    this.spec = spec;
    this.process = process;
    this.tally = tally;
    errorReader = new Thread(this::readErrors, "stress-errors-" + process.pid());
    outputReader = new Thread(this::readOutput, "stress-output-" + process.pid());
    errorReader.setDaemon(true);
    outputReader.setDaemon(true);
  }

  static WorkerProcess start(List<String> java, WorkerSpec spec, Tally tally) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(WorkerMain.class.getName());
    command.addAll(spec.arguments());
    WorkerProcess worker = new WorkerProcess(spec, new ProcessBuilder(command).start(), tally);
    worker.errorReader.start();
    worker.outputReader.start();
    return worker;
  }

  WorkerSpec spec() {
    return spec;
  }

  long pid() {
    return process.pid();
  }

  boolean owns(int client) {
    return client >= spec.firstClient() && client < spec.firstClient() + spec.threads();
  }

  void prepare(Duration timeout) throws StressException, InterruptedException {
    send("prepare");
    await(prepared, timeout, "create the tables");
  }

  void beginOpen() throws StressException {
    send("open");
  }

  void awaitReady(Duration timeout) throws StressException, InterruptedException {
    await(ready, timeout, "open the database");
  }

  void go(Window window) throws StressException {
    send(window.line());
  }

  void awaitDone(Duration timeout) throws StressException, InterruptedException {
    await(done, timeout, "end");
  }

  /** Whether it has failed or ended before its work was done. */
  boolean hasFailed() {
    return done.isCompletedExceptionally();
  }

  /** Lets a worker that is done end by itself, and kills it if it does not. */
  void end(Duration timeout) throws InterruptedException {
    try {
      process.getOutputStream().close();
      process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      keep("(its input cannot be closed: " + e.getMessage() + ")");
    }
    kill();
  }

  /** Whether all its clients have ended and closed. */
  boolean isDone() {
    return done.isDone() && !done.isCompletedExceptionally();
  }

  /** Kills it (SIGKILL) and waits until it is gone and all it said was heard. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    outputReader.join();
  }

  private void send(String command) throws StressException {
    try {
      OutputStream input = process.getOutputStream();
      input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new StressException(ending(), e);
    }
  }

  private void await(CompletableFuture<Void> event, Duration timeout, String what)
      throws StressException, InterruptedException {
    try {
      event.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StressException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new StressException(
          "process " + pid() + " did not " + what + " within " + timeout.toSeconds() + " s", e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(WorkerMessage.parse(line));
      }
    } catch (IOException | RuntimeException e) {
      // Whatever it is, nobody may wait for what this thread will not hear any more.
      fail("the output of process " + pid() + " cannot be read: " + e);
    }
    fail(ending());
  }

  private void accept(WorkerMessage message) {
    if (message instanceof WorkerMessage.Latencies latencies) {
      tally.add(latencies);
    } else if (message instanceof WorkerMessage.Retries retries) {
      tally.add(retries);
    } else if (message instanceof WorkerMessage.Mishap mishap) {
      tally.add(mishap);
    } else if (message instanceof WorkerMessage.Failed failed) {
      fail(failed.message());
    } else if (message instanceof WorkerMessage.Prepared) {
      prepared.complete(null);
    } else if (message instanceof WorkerMessage.Ready) {
      ready.complete(null);
    } else if (message instanceof WorkerMessage.Done) {
      done.complete(null);
    }
  }

  private void fail(String message) {
    StressException failure = new StressException(message);
    prepared.completeExceptionally(failure);
    ready.completeExceptionally(failure);
    done.completeExceptionally(failure);
  }

  private void readErrors() {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(this::keep);
    } catch (IOException | UncheckedIOException e) {
      keep("(" + e.getMessage() + ")");
    }
  }

  private void keep(String errorLine) {
    synchronized (errorLines) {
      errorLines.addLast(errorLine.strip());
      if (errorLines.size() > KEPT_ERROR_LINES) {
        errorLines.removeFirst();
      }
    }
  }

  private String ending() {
    synchronized (errorLines) {
      return "process "
          + pid()
          + " ended before its work was done"
          + (errorLines.isEmpty() ? "" : ": " + String.join(" / ", errorLines));
    }
  }
}
