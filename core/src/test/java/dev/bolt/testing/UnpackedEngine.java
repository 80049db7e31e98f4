package dev.bolt.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * DuckDB's driver with its library unpacked beside it, once for all builds. To unpack it, 72 MB, is
 * more than half of what a JVM does until it has its first answer.
 */
final class UnpackedEngine {

  private UnpackedEngine() {}

  /** An element of a class path, or that driver in its place. */
  static String unpackedIfDriver(String element) {
    Path jar = Path.of(element);
    String name = jar.getFileName().toString();
    try {
      return name.matches("duckdb_jdbc-.*\\.jar") ? unpack(jar, name).toString() : element;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unpack(Path jar, String name) throws IOException {
    Path folder = Path.of("target", "unpacked-" + name).toAbsolutePath();
    if (!Files.exists(folder)) {
      Path fresh = Files.createTempDirectory(folder.getParent(), "unpacking");
      split(jar, fresh, name);
      try {
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.exists(folder)) {
          throw e;
        }
        // Another JVM of this build was faster. What was made in vain goes with the next clean.
      }
    }
    return folder.resolve(name);
  }

  private static void split(Path jar, Path into, String name) throws IOException {
    String library = "libduckdb_java.so_linux_" + architecture();
    try (JarFile source = new JarFile(jar.toFile());
        JarOutputStream classes = new JarOutputStream(Files.newOutputStream(into.resolve(name)))) {
      for (JarEntry entry : Collections.list(source.entries())) {
        try (InputStream bytes = source.getInputStream(entry)) {
          if (entry.getName().equals(library)) {
            Files.copy(bytes, into.resolve(library));
          } else if (!entry.getName().startsWith("libduckdb_java")) {
            copy(entry, bytes, classes);
          }
        }
      }
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : name;
  }

  private static void copy(JarEntry entry, InputStream bytes, JarOutputStream into)
      throws IOException {
    into.putNextEntry(new JarEntry(entry.getName()));
    bytes.transferTo(into);
    into.closeEntry();
  }
}
