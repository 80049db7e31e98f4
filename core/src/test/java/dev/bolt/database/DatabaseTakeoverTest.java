package dev.bolt.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatabaseTakeoverTest {

  @Test
  void shouldRunATransactionAgainWhoseHostHasDied(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.duckdb");
    try (ChildJvm host = SqlChild.start(BoltUrl.of(file, EngineKind.DUCKDB))) {
      assertThat(host.hear()).isEqualTo("open");
      try (ConcurrentDatabase db = ConcurrentDatabase.open(file)) {
        db.execute("CREATE TABLE t (x INTEGER)");
        AtomicInteger runs = new AtomicInteger();
        int written =
            db.transaction(
                tx -> {
                  tx.execute("INSERT INTO t VALUES (1)");
                  if (runs.getAndIncrement() == 0) {
                    host.kill();
                  }
                  return tx.execute("INSERT INTO t VALUES (2)");
                });
        assertThat(written).isEqualTo(1);
        assertThat(runs).hasValue(2);
        assertThat(db.query("SELECT x FROM t ORDER BY x")).hasToString("[{x=1}, {x=2}]");
        assertThat(db.stats().retries()).isEqualTo(1);
        assertThat(db.stats().errors()).containsOnlyKeys("40001");
      }
    }
  }
}
