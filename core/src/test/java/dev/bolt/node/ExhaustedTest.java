package dev.bolt.node;

import static dev.bolt.testing.TestTable.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.ResourceLimit;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host runs out of disk or of file descriptors, and has some again later. */
@Timeout(120)
class ExhaustedTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Path file;
  private String url;
  private ChildJvm host;

  @BeforeEach
  void startAHost() throws Exception {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
    host = SqlChild.start(url);
    assertThat(host.hear()).isEqualTo("open");
    host.ask("CREATE TABLE t(x INTEGER)");
  }

  @AfterEach
  void end() {
    host.close();
  }

  private static String rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT string_agg(x, ',' ORDER BY x) FROM t")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String rowsOfTheEngineAlone() throws SQLException {
    host.end();
    try (Connection alone = DriverManager.getConnection("jdbc:duckdb:" + file)) {
      return rows(alone);
    }
  }

  private static void assertDiskFull(SQLException e) {
    assertThat(e.getSQLState()).as("%s", e).isEqualTo("53100");
  }

  private interface SqlCall {
    void run() throws Exception;
  }

  private static SQLException failure(SqlCall call) {
    return catchThrowableOfType(SQLException.class, call::run);
  }

  @Test
  void shouldKeepNothingOfWhatFindsTheDiskFull() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      update(mine, "INSERT INTO t VALUES (1)");
      // Some bytes more than the log has: a part of the next commit reaches it.
      ResourceLimit.FILE_SIZE.set(host, Files.size(folder.resolve("a.duckdb.wal")) + 10);
      assertDiskFull(failure(() -> update(mine, "INSERT INTO t VALUES (2)")));
      assertThat(host.ask("INSERT INTO t VALUES (3)")).startsWith("error 53100");
      assertThat(rows(mine)).isEqualTo("1");
      mine.setAutoCommit(false);
      update(mine, "INSERT INTO t VALUES (4)");
      assertDiskFull(failure(mine::commit));
      mine.setAutoCommit(true);
      ResourceLimit.liftFileSize(host);
      assertThat(update(mine, "INSERT INTO t VALUES (5)")).isEqualTo(1);
      assertThat(host.ask("INSERT INTO t VALUES (6)")).isEqualTo("count 1");
    }
    assertThat(rowsOfTheEngineAlone()).isEqualTo("1,5,6");
  }

  @Test
  void shouldKeepNothingOfALargeWriteForWhichThereIsNoSpace() throws Exception {
    try (Connection mine = DriverManager.getConnection(url + "?host=never")) {
      update(mine, "INSERT INTO t VALUES (1)");
      ResourceLimit.FILE_SIZE.set(host, 200_000);
      assertDiskFull(
          failure(
              () ->
                  update(
                      mine,
                      "INSERT INTO t SELECT hash(i)::INT128 % 1000000 FROM range(500000) r(i)")));
      assertThat(rows(mine)).isEqualTo("1");
      ResourceLimit.liftFileSize(host);
      assertThat(update(mine, "INSERT INTO t VALUES (2)")).isEqualTo(1);
    }
    assertThat(rowsOfTheEngineAlone()).isEqualTo("1,2");
  }

  @Test
  void shouldServeThoseWhoAreConnectedWithoutDescriptors() throws Exception {
    try (Connection mine = DriverManager.getConnection(url + "?hostTimeout=1s&host=never")) {
      update(mine, "INSERT INTO t VALUES (1)");
      // Once before, as the host reads the classes of a connection from files.
      DriverManager.getConnection(url).close();
      awaitEnded(1);
      ResourceLimit.OPEN_FILES.set(host, firstFreeDescriptor());
      // The kernel has set one aside for whoever waits to accept.
      Connection last = DriverManager.getConnection(url);
      Duration cpuBefore = cpuTime();
      long begun = System.nanoTime();
      SQLException refused = failure(() -> DriverManager.getConnection(url));
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      assertThat(cpuTime().minus(cpuBefore)).isLessThan(waited.dividedBy(2));
      assertThat(refused.getMessage()).contains("PID " + host.pid());
      assertThat(refused.getSQLState()).isEqualTo("08006");
      for (int i = 2; i < 20; i++) {
        assertThat(update(mine, "INSERT INTO t VALUES (" + i + ")")).isEqualTo(1);
      }
      last.close();
      ResourceLimit.OPEN_FILES.set(host, 1_000);
      try (Connection another = DriverManager.getConnection(url);
          Connection one = DriverManager.getConnection(url)) {
        assertThat(one.isValid(10)).isTrue();
        assertThat(update(another, "INSERT INTO t VALUES (20)")).isEqualTo(1);
      }
    }
  }

  /** Waits until the host has closed the connections that were closed here. */
  private void awaitEnded(int sessions) {
    Path threads = Path.of("/proc", Long.toString(host.pid()), "task");
    await().atMost(SOON).until(() -> named(threads, "bolt-session") == sessions);
  }

  private static long named(Path threads, String name) throws IOException {
    long count = 0;
    for (Path thread : list(threads)) {
      try {
        count += Files.readString(thread.resolve("comm")).startsWith(name) ? 1 : 0;
      } catch (NoSuchFileException e) {
        // It has just ended.
        continue;
      }
    }
    return count;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  // The limit is one of the number of a descriptor, and the kernel gives the lowest that is free.
  private long firstFreeDescriptor() throws IOException {
    Set<Long> open = new HashSet<>();
    for (Path descriptor : list(Path.of("/proc", Long.toString(host.pid()), "fd"))) {
      open.add(Long.parseLong(descriptor.getFileName().toString()));
    }
    long free = 0;
    while (open.contains(free)) {
      free++;
    }
    return free;
  }

  private Duration cpuTime() {
    return ProcessHandle.of(host.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
  }
}
