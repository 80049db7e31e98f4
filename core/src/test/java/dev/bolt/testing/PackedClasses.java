package dev.bolt.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The folders of a class path as jars, with an archive of the classes that a child loads as it
 * opens a database: the JVM archives classes of jars only, and with it a child begins in two thirds
 * of the time. Made when a class has changed, by one JVM while the others wait.
 */
final class PackedClasses {

  private static final Path FOLDER = Path.of("target", "children").toAbsolutePath();

  /** A JVM whose class path does not begin with these jars, or another JVM, does not use it. */
  static final Path ARCHIVE = FOLDER.resolve("classes.jsa");

  private PackedClasses() {}

  /** The elements of a class path, with jars in place of folders. */
  static List<String> pack(List<String> classPath) {
    Map<Path, Path> jars = new LinkedHashMap<>();
    List<String> packed = new ArrayList<>();
    for (String element : classPath) {
      Path folder = Path.of(element);
      if (Files.isDirectory(folder)) {
        jars.put(folder, FOLDER.resolve(packed.size() + "-" + folder.getFileName() + ".jar"));
        packed.add(jars.get(folder).toString());
      } else {
        packed.add(element);
      }
    }
    if (!jars.isEmpty()) {
      makeIfChanged(jars, packed);
    }
    return packed;
  }

  private static void makeIfChanged(Map<Path, Path> jars, List<String> packed) {
    try {
      Files.createDirectories(FOLDER);
      try (RandomAccessFile lock = new RandomAccessFile(FOLDER.resolve("lock").toFile(), "rw")) {
        lock.getChannel().lock();
        Path state = FOLDER.resolve("state");
        String now = state(jars.keySet()) + packed;
        if (!Files.exists(state) || !Files.readString(state).equals(now)) {
          Files.deleteIfExists(state);
          make(jars, packed);
          Files.writeString(state, now);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Map<Path, Path> jars, List<String> packed) throws IOException {
    for (Map.Entry<Path, Path> each : jars.entrySet()) {
      write(each.getKey(), each.getValue());
    }
    archive(packed);
  }

  private static String state(Set<Path> folders) throws IOException {
    StringBuilder state = new StringBuilder();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        state.append(file).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
      }
    }
    return state.toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  // Moved into place, as a child of another build may be reading the old one.
  private static void write(Path folder, Path jar) throws IOException {
    Path made = Path.of(jar + ".made");
    try (OutputStream file = Files.newOutputStream(made);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(0);
      for (Path each : files(folder)) {
        out.putNextEntry(new JarEntry(folder.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void archive(List<String> classPath) throws IOException {
    Files.deleteIfExists(ARCHIVE);
    Path training = Files.createTempDirectory(FOLDER, "training");
    try {
      train(classPath, training.resolve("a.duckdb"));
    } finally {
      remove(training);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void train(List<String> classPath, Path database) throws IOException {
    List<String> command = new ArrayList<>(ChildJvm.JAVA);
    command.addAll(ChildJvm.QUIET);
    command.addAll(
        List.of(
            "-XX:ArchiveClassesAtExit=" + ARCHIVE,
            "-cp",
            String.join(File.pathSeparator, classPath),
            SqlChild.class.getName(),
            "jdbc:bolt:duckdb:" + database));
    Process training = new ProcessBuilder(command).redirectErrorStream(true).start();
    training.getOutputStream().close();
    String said = new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!said.equals("open\n")) {
      throw new IOException("No archive of classes: " + said);
    }
  }
}
