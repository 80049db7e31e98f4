package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import dev.bolt.testing.TestTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose clients do nothing does nothing either. */
@Timeout(90)
class IdleHostTest {

  private static final int CLIENTS = 64;

  /** The kernel counts in steps of 10 ms; a JVM has things of its own to do now and then. */
  private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(20);

  private static final Duration WHILE = Duration.ofSeconds(1);

  @TempDir Path folder;
  private Duration before = Duration.ZERO;

  @Test
  void shouldUseNoProcessorWhileItsClientsAreIdle() throws Exception {
    String url = "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb");
    List<Connection> clients = new ArrayList<>();
    try (ChildJvm host = SqlChild.start(url)) {
      assertThat(host.hear()).isEqualTo("open");
      host.ask("CREATE TABLE t(id INTEGER)");
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(DriverManager.getConnection(url));
        TestTable.update(clients.get(i), "INSERT INTO t VALUES (1)");
      }
      // Compiling goes on for a while after the last statement.
      await()
          .atMost(Duration.ofSeconds(60))
          .pollDelay(WHILE)
          .pollInterval(WHILE)
          .until(() -> usedMeanwhile(host.pid()).compareTo(NEXT_TO_NOTHING) <= 0);
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  /** The processor time since this was asked before. */
  private Duration usedMeanwhile(long pid) {
    Duration now = ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow();
    Duration used = now.minus(before);
    before = now;
    return used;
  }
}
