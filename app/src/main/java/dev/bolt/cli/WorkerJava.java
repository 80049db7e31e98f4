package dev.bolt.cli;

import java.nio.file.Path;
import java.util.List;

/** The command that starts another JVM like this one. Stateless. */
final class WorkerJava {

  private WorkerJava() {}

  /** The same Java with the same class path, for a process that works for long. */
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"));
  }
}
