package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.os.KernelLocks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threads that are the first to connect all at once: one that looks into the file to find its
 * engine must not close it when another one has just opened the engine, which drops its locks.
 */
@Timeout(60)
class FirstConnectionsTest {

  private static final int THREADS = 8;
  private static final int TIMES = 30;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  @EnabledOnOs(OS.LINUX)
  void shouldKeepTheEnginesLockWhenThreadsConnectAtOnce(EngineKind engine) throws Exception {
    Path file = folder.resolve("a." + engine.scheme());
    try (Connection connection = DriverManager.getConnection("jdbc:bolt:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(x INTEGER)");
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int i = 0; i < TIMES; i++) {
        List<Connection> connections = connectAtOnce(threads, "jdbc:bolt:" + file);
        assertThat(KernelLocks.holders(file)).contains(ProcessHandle.current().pid());
        for (Connection connection : connections) {
          connection.close();
        }
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static List<Connection> connectAtOnce(ExecutorService threads, String url)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<Connection>> callers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      callers.add(
          () -> {
            start.await();
            return DriverManager.getConnection(url);
          });
    }
    List<Connection> connections = new ArrayList<>();
    for (Future<Connection> future : threads.invokeAll(callers)) {
      connections.add(future.get());
    }
    return connections;
  }
}
