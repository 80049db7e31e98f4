package dev.bolt.system;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jar that users run, and the processes that run from it. Stateless. */
final class BoltJar {

  private BoltJar() {}

  /** The file. */
  static Path file() {
    String file = System.getProperty("bolt.jar");
    if (file == null) {
      throw new IllegalStateException(
          "The property bolt.jar does not name the jar of app: run the tests with mvn verify");
    }
    return Path.of(file).toAbsolutePath().normalize();
  }

  /** What the launcher starts: the jar beside which the engine's library lies unpacked. */
  static Path launched() {
    return file().resolveSibling("launch").resolve("bolt.jar");
  }

  /** The folder of the whole project. */
  static Path project() {
    return file().getParent().getParent().getParent();
  }

  /** What a class was loaded from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The origin of " + type + " is no file", e);
    }
  }

  /** The command of a JVM without a main class. */
  static List<String> java(List<Path> classPath, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(ChildJvm.QUIET);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    return command;
  }

  /** The same with this jar, as the launcher starts it, and with more to load from. */
  static List<String> javaAsLaunched(List<Path> more, String... options) {
    List<Path> classPath = new ArrayList<>();
    classPath.add(launched());
    classPath.addAll(more);
    List<String> command = java(classPath, options);
    command.add("-XX:SharedArchiveFile=" + launched().resolveSibling("bolt.jsa"));
    return command;
  }

  /** The same with the programs of the tests. */
  static List<String> java(String... options) {
    return javaAsLaunched(List.of(origin(SqlChild.class), origin(BoltJar.class)), options);
  }

  /** Starts a program of the tests on this jar. */
  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    List<String> command = java();
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return ChildJvm.start(command);
  }

  /** Starts a {@link SqlChild} on this jar. */
  static ChildJvm startSql(String url) throws IOException {
    return start(SqlChild.class, url);
  }
}
