package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The memory that a large result takes on either side, heap or not. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class MemoryTest {

  private static final long MOST_KIB = 128 * 1024;

  @TempDir Path folder;

  @Test
  void shouldGrowLittleWhileTwoMillionRowsAreRead() throws Exception {
    readAll(2_000_000);
  }

  @Test
  @Tag("drill")
  void shouldGrowLittleWhileTenMillionRowsAreRead() throws Exception {
    readAll(10_000_000);
  }

  @Test
  void shouldGrowLittleWhileASlowReaderIsWaitedFor() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    try (Children children = new Children()) {
      ChildJvm host = children.opened(start(SqlChild.class, file));
      ChildJvm reader = begin(children, file, 10_000_000);
      Peak hostPeak = Peak.from(host);
      Peak readerPeak = Peak.from(reader);

      assertThat(reader.ask("1000")).isEqualTo("1000 499500");
      // The host has time enough to send what the reader does not ask for.
      ChildJvm other = begin(children, file, 1_000_000);
      assertThat(other.ask("1000000")).isEqualTo("1000000 499999500000");
      assertThat(reader.ask("1000")).isEqualTo("1000 1499500");

      assertThat(hostPeak.growthKib()).isLessThan(MOST_KIB);
      assertThat(readerPeak.growthKib()).isLessThan(MOST_KIB);
    }
  }

  private void readAll(long rows) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    try (Children children = new Children()) {
      ChildJvm host = children.opened(start(SqlChild.class, file));
      Peak hostPeak = Peak.from(host);
      ChildJvm reader = begin(children, file, rows);
      Peak readerPeak = Peak.from(reader);

      assertThat(reader.ask(Long.toString(rows))).isEqualTo(rows + " " + rows * (rows - 1) / 2);

      long hostGrowth = hostPeak.growthKib();
      long readerGrowth = readerPeak.growthKib();
      System.out.printf(
          "%,d rows: the host grew by %,d KiB, the reader by %,d KiB%n",
          rows, hostGrowth, readerGrowth);
      assertThat(hostGrowth).isLessThan(MOST_KIB);
      assertThat(readerGrowth).isLessThan(MOST_KIB);
    }
  }

  private static ChildJvm begin(Children children, DatabaseFile file, long rows)
      throws IOException {
    ChildJvm reader = children.opened(start(StreamMain.class, file));
    reader.say("SELECT i, 'row ' || (i % 1000) FROM range(" + rows + ") t(i)");
    assertThat(reader.hear()).isEqualTo("begun");
    return reader;
  }

  private static ChildJvm start(Class<?> main, DatabaseFile file) throws IOException {
    List<String> command = BoltJar.java("-Xmx64m");
    command.addAll(List.of(main.getName(), file.url()));
    return ChildJvm.start(command);
  }

  /**
   * The highest resident memory of a process since a moment, see proc(5).
   *
   * @param beforeKib what was resident then
   */
  private record Peak(Path process, long beforeKib) {

    private static final String RESET_PEAK = "5";

    static Peak from(ChildJvm child) throws IOException {
      Path process = Path.of("/proc", Long.toString(child.pid()));
      Files.writeString(process.resolve("clear_refs"), RESET_PEAK);
      return new Peak(process, peakKib(process));
    }

    long growthKib() throws IOException {
      return peakKib(process) - beforeKib;
    }

    private static long peakKib(Path process) throws IOException {
      return Files.readAllLines(process.resolve("status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
