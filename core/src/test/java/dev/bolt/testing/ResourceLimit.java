package dev.bolt.testing;

import java.io.IOException;

/**
 * A limit of the kernel on a process that runs, which makes its calls fail as those of a full disk
 * or a full table of files do. Only the soft limit is moved, so it can be lifted again. A JVM
 * ignores the signal that says that a file has become too large.
 */
public enum ResourceLimit {
  /** How many bytes a file may have that the process writes. */
  FILE_SIZE("fsize"),
  /** How many files the process may have open. */
  OPEN_FILES("nofile");

  private final String name;

  ResourceLimit(String name) {
    this.name = name;
  }

  /** Limits a process. */
  public void set(ChildJvm process, long value) throws IOException, InterruptedException {
    set(process, Long.toString(value));
  }

  /** Lifts the limit of a file's size. */
  public static void liftFileSize(ChildJvm process) throws IOException, InterruptedException {
    FILE_SIZE.set(process, "unlimited");
  }

  private void set(ChildJvm process, String value) throws IOException, InterruptedException {
    Process prlimit =
        new ProcessBuilder(
                "prlimit", "--pid", Long.toString(process.pid()), "--" + name + "=" + value + ":")
            .inheritIO()
            .start();
    if (prlimit.waitFor() != 0) {
      throw new IOException("prlimit --" + name + " has failed");
    }
  }
}
