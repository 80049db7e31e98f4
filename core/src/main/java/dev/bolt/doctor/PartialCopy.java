package dev.bolt.doctor;

import dev.bolt.os.OpenFiles;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy that {@code bolt backup} has begun and not finished: {@code .NAME.partial-PID}. Immutable.
 *
 * @param file the file
 * @param pid the process that began it
 */
record PartialCopy(Path file, long pid) {

  private static final Pattern NAME = Pattern.compile("\\..+\\.partial-([0-9]{1,10})");

  static boolean isOne(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && NAME.matcher(file.getFileName().toString()).matches();
  }

  static PartialCopy of(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException(file + " is no copy");
    }
    return new PartialCopy(file, Long.parseLong(name.group(1)));
  }

  /**
   * Why it may still be needed; empty when it is nobody's. The engine that writes it may be in
   * another process than the command.
   */
  String use() {
    List<Long> open = OpenFiles.holders(List.of(file));
    if (!open.isEmpty()) {
      return "PID " + open.get(0) + " has it open";
    }
    return ProcessHandle.of(pid).isPresent()
        ? "there is a process with the number of the one that began it, " + pid
        : "";
  }
}
