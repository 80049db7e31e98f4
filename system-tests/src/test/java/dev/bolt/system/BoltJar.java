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

  /** What the launcher has on its class path: the engine's library unpacked, and the jar. */
  static List<Path> launched() {
    return List.of(file().resolveSibling("engine"), file());
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
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    return command;
  }

  /** The same with this jar and the programs of the tests. */
  static List<String> java(String... options) {
    List<Path> classPath = new ArrayList<>(launched());
    classPath.add(origin(SqlChild.class));
    classPath.add(origin(BoltJar.class));
    return java(classPath, options);
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
