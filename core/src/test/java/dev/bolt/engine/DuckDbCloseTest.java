package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.os.KernelLocks;
import dev.bolt.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file is free once the engine is closed, whatever was begun before or while it was: whoever
 * opens it again in this process would else get the old instance, which may have failed for good.
 */
@Timeout(60)
class DuckDbCloseTest {

  private static final int CLIENTS = 4;
  private static final int ZONES = 14;

  @TempDir Path folder;

  @RepeatedTest(10)
  void shouldLetTheFileGoWhileClientsComeAndWrite() throws Exception {
    Path file = folder.resolve("a.duckdb");
    DuckDbEngine engine = DuckDbEngine.open(file, Map.of(), false);
    try (EngineSession session = engine.openSession(SessionContext.ofThisProcess())) {
      run(session, "CREATE TABLE t(i BIGINT)");
    }
    AtomicInteger writes = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      clients.add(new Thread(() -> writeUntilRefused(engine, number, writes)));
    }
    clients.forEach(Thread::start);
    while (writes.get() < CLIENTS) {
      LockSupport.parkNanos(100_000);
    }
    engine.close();
    assertThat(KernelLocks.holders(file)).isEmpty();
    for (Thread client : clients) {
      client.join();
    }
    assertThat(KernelLocks.holders(file)).isEmpty();
  }

  // Each time in another zone, so that lanes for its writes are opened for it.
  private static void writeUntilRefused(DuckDbEngine engine, int client, AtomicInteger writes) {
    try {
      for (long i = 0; true; i++) {
        SessionContext context =
            new SessionContext(
                ZoneId.of("Etc/GMT-" + i % ZONES), Path.of("").toAbsolutePath(), Map.of());
        EngineSession session = engine.openSession(context, new ClientId(client, i), true);
        for (int j = 0; j < 3; j++) {
          run(session, "INSERT INTO t VALUES (1)");
          writes.incrementAndGet();
        }
      }
    } catch (SQLException e) {
      // The engine is closed.
    }
  }

  private static void run(EngineSession session, String sql) throws SQLException {
    session.execute(
        Sql.split(sql, EngineKind.DUCKDB).get(0), new Object[0], ExecuteOptions.AUTO_COMMIT);
  }
}
