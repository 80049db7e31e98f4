package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are inside the write gate of a SQLite file, in a transaction, are killed again and
 * again, while threads of another process write: what does a kill cost them?
 */
@Tag("drill")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GateDrillTest {

  /** One in three of the kills of the drill. */
  private static final int KILLS = Integer.getInteger("kills", 300) / 3;

  private static final int WRITERS = 2;
  private static final long LONGEST_MILLIS = 5_000;

  @TempDir Path folder;

  /** Adds one to its row, again and again. */
  private static final class Writer {
    private final Connection connection;
    private final int row;
    private final Queue<SQLException> failures;
    private final Thread thread = new Thread(this::run, "writer");
    private volatile long lastDone = System.nanoTime();
    private volatile boolean ended;
    private volatile int written;

    Writer(DatabaseFile file, int row, Queue<SQLException> failures) throws SQLException {
      this.connection = file.connect();
      this.row = row;
      this.failures = failures;
      thread.start();
    }

    private void run() {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE t SET y = y + 1 WHERE x = " + row)) {
        int done = 0;
        while (!ended) {
          update.executeUpdate();
          written = ++done;
          lastDone = System.nanoTime();
        }
      } catch (SQLException e) {
        failures.add(e);
      }
    }

    /** After how many milliseconds it has written again since a moment. */
    double awaitWrite(long since) {
      while (lastDone - since < 0 && thread.isAlive()) {
        LockSupport.parkNanos(100_000);
      }
      return (lastDone - since) / 1e6;
    }

    void end() throws SQLException, InterruptedException {
      ended = true;
      thread.join();
      connection.close();
    }
  }

  @Test
  void shouldCostOthersLittleWhenWhoeverIsInsideIsKilled() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.SQLITE);
    try (Connection connection = file.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(x INTEGER PRIMARY KEY, y INTEGER)");
      statement.execute("INSERT INTO t VALUES (0, 0), (1, 0), (2, 0)");
    }
    Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
    List<Double> costs = new ArrayList<>();
    List<Writer> writers = new ArrayList<>();
    for (int row = 0; row < WRITERS; row++) {
      writers.add(new Writer(file, row, failures));
    }
    for (int i = 0; i < KILLS; i++) {
      long killed = killInside(file);
      writers.forEach(writer -> costs.add(writer.awaitWrite(killed)));
    }
    for (Writer writer : writers) {
      writer.end();
    }

    assertThat(failures).isEmpty();
    for (Writer writer : writers) {
      assertThat(value(file, writer.row)).isEqualTo(writer.written);
    }
    assertThat(value(file, 2)).as("what the killed ones had not committed").isZero();
    Collections.sort(costs);
    System.out.printf(
        "| SQLite, inside the gate | %d kills | %d writers: median %.0f ms, worst %.0f ms |%n",
        KILLS, WRITERS, costs.get(costs.size() / 2), costs.get(costs.size() - 1));
    assertThat(costs.get(costs.size() - 1)).isLessThan(LONGEST_MILLIS);
  }

  /** Kills a process that is inside, and returns when. */
  private static long killInside(DatabaseFile file) throws Exception {
    try (ChildJvm child = BoltJar.startSql(file.url())) {
      assertThat(child.hear()).isEqualTo("open");
      assertThat(child.ask("autocommit off")).isEqualTo("done");
      assertThat(child.ask("UPDATE t SET y = y + 1 WHERE x = 2")).isEqualTo("count 1");
      long now = System.nanoTime();
      child.kill();
      return now;
    }
  }

  private static long value(DatabaseFile file, int row) throws SQLException {
    try (Connection connection = file.connect()) {
      return DatabaseFile.number(connection, "SELECT y FROM t WHERE x = " + row);
    }
  }
}
