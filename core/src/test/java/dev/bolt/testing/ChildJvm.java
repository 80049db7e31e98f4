package dev.bolt.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the classes of this one, which is spoken to line by line. */
public final class ChildJvm implements AutoCloseable {

  /** What keeps the lines of the JVM itself, its warnings, out of what the program prints. */
  public static final List<String> QUIET =
      List.of("-Xlog:disable", "-Xlog:all=warning,cds*=off:stderr", "-XX:+PerfDisableSharedMem");

  static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final PrintStream in;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a main class. */
  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return startBehind(List.of(), main, arguments);
  }

  /** The same behind a program that starts the command which follows it, such as unshare. */
  public static ChildJvm startBehind(List<String> program, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(java());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** The command of a JVM with the classes of this one, without its main class. */
  public static List<String> java() {
    return Command.OF_THIS_CLASS_PATH;
  }

  /** Made when the first child starts. */
  private static final class Command {
    static final List<String> OF_THIS_CLASS_PATH = make();

    private static List<String> make() {
      List<String> classPath =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(UnpackedEngine::unpackedIfDriver)
              .toList();
      List<String> command = new ArrayList<>(JAVA);
      command.addAll(QUIET);
      command.add("-cp");
      command.add(String.join(File.pathSeparator, PackedClasses.pack(classPath)));
      command.add("-XX:SharedArchiveFile=" + PackedClasses.ARCHIVE);
      return List.copyOf(command);
    }
  }

  /** Starts the command of a JVM, which may have another class path or run as another user. */
  public static ChildJvm start(List<String> command) throws IOException {
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public long pid() {
    return process.pid();
  }

  public void say(String line) {
    in.println(line);
  }

  /** The next line that the child prints, or null at its end. */
  public String hear() {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says a line and returns the answer. */
  public String ask(String line) {
    say(line);
    return hear();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Lets it end by itself: there will be no line any more. */
  public void sayNoMore() {
    in.close();
  }

  /** Waits until it has ended by itself. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Ends the child as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Sends a signal by name, such as STOP or CONT. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
  }

  /** Stops the child as SIGSTOP does, and waits until none of its threads runs any more. */
  public void stop() throws IOException, InterruptedException {
    signal("STOP");
    while (!isStopped()) {
      Thread.onSpinWait();
    }
  }

  // proc_pid_stat(5): the state comes after the command, which stands in brackets.
  private boolean isStopped() throws IOException {
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid()), "task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      // A thread has just ended, so not all were stopped.
      return false;
    }
  }

  /** Ends the child in order, by the end of its input, and by force after a while. */
  @Override
  public void close() {
    end();
  }

  /** The same, for a test that ends it before its time. */
  public void end() {
    in.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
