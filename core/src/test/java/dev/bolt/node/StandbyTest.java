package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.DatabaseId;
import dev.bolt.election.Sidecar;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Few of many joined processes load the engine ahead of a takeover, and one of these takes over.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class StandbyTest {

  private static final int JOINED = 5;

  @TempDir Path folder;

  private final List<ChildJvm> started = new ArrayList<>();
  private DatabaseId database;
  private Sidecar sidecar;

  @BeforeEach
  void startProcesses() throws Exception {
    Path file = folder.resolve("a.duckdb");
    for (int i = 0; i <= JOINED; i++) {
      ChildJvm child = SqlChild.start("jdbc:bolt:duckdb:" + file);
      started.add(child);
      assertThat(child.hear()).isEqualTo("open");
    }
    database = DatabaseId.of(file);
    sidecar = Sidecar.open(database);
  }

  @AfterEach
  void endProcesses() throws Exception {
    for (ChildJvm child : started) {
      child.kill();
    }
  }

  private List<Long> ready() {
    return sidecar.standbyLocks().stream()
        .flatMap(lock -> KernelLocks.holders(lock).stream())
        .toList();
  }

  private static boolean hasEngine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "maps"))
          .contains("libduckdb_java");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Long> awaitReady() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ready().size() == 2 && ready().stream().allMatch(StandbyTest::hasEngine));
    return ready();
  }

  private long hostPid() throws Exception {
    return CurrentHost.of(database).map(ProcessIdentity::pid).orElse(-1L);
  }

  @Test
  void shouldLetOneOfThoseTakeOverThatAreReady() throws Exception {
    List<Long> ready = awaitReady();
    assertThat(ready).doesNotHaveDuplicates().doesNotContain(started.get(0).pid());
    started.get(0).kill();
    ChildJvm unready =
        started.stream()
            .skip(1)
            .filter(child -> !ready.contains(child.pid()))
            .findFirst()
            .orElseThrow();

    assertThat(unready.ask("SELECT 1")).isEqualTo("rows 1");

    assertThat(hostPid()).isIn(ready);
    // The place of the new host is for another one.
    assertThat(awaitReady()).doesNotContain(hostPid());
  }

  @Test
  void shouldTakeOverWhenThoseWhoAreReadyAreKilledToo() throws Exception {
    List<Long> ready = awaitReady();
    for (ChildJvm child : started) {
      if (ready.contains(child.pid())) {
        child.kill();
      }
    }
    started.get(0).kill();

    ChildJvm left =
        started.stream()
            .skip(1)
            .filter(child -> !ready.contains(child.pid()))
            .findFirst()
            .orElseThrow();
    assertThat(left.ask("SELECT 1")).isEqualTo("rows 1");
  }
}
