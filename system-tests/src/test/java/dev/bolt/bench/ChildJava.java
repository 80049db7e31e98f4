package dev.bolt.bench;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts another JVM with the class path of this one. Stateless. */
final class ChildJava {

  private ChildJava() {}

  /** The command without a main class. */
  static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    command.addAll(ChildJvm.QUIET);
    // The server that H2 starts by itself is for this machine only.
    command.add("-Dh2.bindAddress=localhost");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }
}
