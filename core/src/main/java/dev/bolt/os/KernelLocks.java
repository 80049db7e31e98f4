package dev.bolt.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Who holds kernel locks on a file, as {@code /proc/locks} lists them. */
public final class KernelLocks {

  private static final Path LOCKS = Path.of("/proc/locks");

  private KernelLocks() {}

  /**
   * The processes that hold a lock on a file; empty where the system does not tell.
   *
   * <p>The file is only looked up by name, never opened: closing a descriptor of it would drop the
   * locks this process holds on it.
   */
  public static List<Long> holders(Path file) {
    return holders(file, fields -> true);
  }

  /**
   * The processes that hold a lock on one of the bytes of a file from one to another; empty where
   * the system does not tell. As {@link #holders(Path)}, it does not open the file.
   */
  public static List<Long> holders(Path file, long from, long to) {
    return holders(
        file,
        fields -> LongStream.rangeClosed(from, to).anyMatch(offset -> covers(fields, offset)));
  }

  /**
   * The processes that hold an exclusive lock on a byte of a file; empty where the system does not
   * tell. As {@link #holders(Path)}, it does not open the file.
   */
  public static List<Long> exclusiveHolders(Path file, long offset) {
    return holders(file, fields -> "WRITE".equals(fields[3]) && covers(fields, offset));
  }

  private static List<Long> holders(Path file, Predicate<String[]> wanted) {
    OptionalLong inode = inode(file);
    if (inode.isEmpty()) {
      return List.of();
    }
    String suffix = ":" + inode.getAsLong();
    try (Stream<String> lines = Files.lines(LOCKS)) {
      return lines
          .map(line -> line.trim().split("\\s+"))
          .filter(fields -> isHeldOn(fields, suffix) && wanted.test(fields))
          .map(fields -> Long.parseLong(fields[4]))
          .filter(pid -> pid > 0)
          .distinct()
          .toList();
    } catch (IOException | RuntimeException e) {
      // No /proc/locks here, or a line in an unknown form: nobody can be named.
      return List.of();
    }
  }

  // "5: POSIX  ADVISORY  WRITE 812 fe:00:2146777 0 EOF"; a waiter has "->" as its second field.
  private static boolean isHeldOn(String[] fields, String inodeSuffix) {
    return fields.length >= 6 && !"->".equals(fields[1]) && fields[5].endsWith(inodeSuffix);
  }

  private static boolean covers(String[] fields, long offset) {
    return fields.length >= 8
        && Long.parseLong(fields[6]) <= offset
        && ("EOF".equals(fields[7]) || Long.parseLong(fields[7]) >= offset);
  }

  private static OptionalLong inode(Path file) {
    try {
      return OptionalLong.of(((Number) Files.getAttribute(file, "unix:ino")).longValue());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // The file is gone, or the system has no inodes.
      return OptionalLong.empty();
    }
  }
}
