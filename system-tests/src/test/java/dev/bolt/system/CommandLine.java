package dev.bolt.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a run of the command line left.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record CommandLine(int status, String out, String err) {

  /** Runs Bolt as its launcher does, and waits for its end. */
  static CommandLine run(String... arguments) throws IOException, InterruptedException {
    List<String> command = BoltJar.javaAsLaunched(List.of());
    command.add("dev.bolt.cli.Main");
    return run(command, arguments);
  }

  /** Runs {@code java -jar bolt.jar} and waits for its end. */
  static CommandLine runJar(String... arguments) throws IOException, InterruptedException {
    return run(
        List.of(java(), "-XX:+PerfDisableSharedMem", "-jar", BoltJar.file().toString()), arguments);
  }

  private static CommandLine run(List<String> java, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of(arguments));
    return run(new ProcessBuilder(command));
  }

  /** Runs a command with an empty input, and waits for its end. */
  static CommandLine run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      String out = text(process.getInputStream());
      return new CommandLine(process.waitFor(), out, err.join());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String java() {
    return BoltJar.java().get(0);
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
