package dev.bolt.system;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes whom file permissions bind: those of this user, or, when that is root, of {@code
 * nobody}. They run from copies that every user can read. Immutable.
 */
final class Unprivileged {

  private final List<Path> classPath;

  private Unprivileged(List<Path> classPath) {
    this.classPath = classPath;
  }

  /** Whether they run as another user than this process. */
  static boolean isAnotherUser() {
    return "root".equals(System.getProperty("user.name"));
  }

  /**
   * Copies what they need.
   *
   * @param folder where to; every user can enter it afterwards
   */
  static Unprivileged in(Path folder) throws IOException {
    allow(folder, "rwxr-xr-x");
    Path jar = BoltJar.launched();
    Path launch = copy(jar.getParent(), folder);
    Path programs = copy(BoltJar.origin(SqlChild.class), folder);
    return new Unprivileged(List.of(launch.resolve(jar.getFileName()), programs));
  }

  private static Path copy(Path origin, Path folder) throws IOException {
    Path target = folder.resolve(origin.getFileName());
    try (Stream<Path> files = Files.walk(origin)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, target.resolve(origin.relativize(file).toString()));
      }
    }
    return target;
  }

  /** Sets the permissions of a file or folder. */
  static Path allow(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  /** Starts a {@link SqlChild}. */
  ChildJvm startSql(String url) throws IOException {
    return start(SqlChild.class.getName(), url);
  }

  /** Starts the program of a class. */
  ChildJvm start(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isAnotherUser()) {
      command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    command.addAll(BoltJar.java(classPath));
    command.add(main);
    command.addAll(List.of(arguments));
    return ChildJvm.start(command);
  }
}
