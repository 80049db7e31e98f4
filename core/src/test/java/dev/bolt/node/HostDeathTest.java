package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.engine.DyingHost;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host is killed in its own work: a checkpoint, a hand-over, a takeover. Others write meanwhile,
 * see no error, and find each row once.
 */
@Timeout(120)
class HostDeathTest {

  @TempDir Path folder;
  private String url;
  private ChildJvm host;
  private Connection mine;
  private int written;

  @BeforeEach
  void joinAHost() throws Exception {
    url = "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb");
    host = DyingHost.start(url);
    host.ask("CREATE TABLE t(id INTEGER, note VARCHAR)");
    // A test here says who takes over.
    mine = DriverManager.getConnection(url + "?host=never");
  }

  @AfterEach
  void end() throws Exception {
    mine.close();
    host.close();
  }

  private void write(int rows) throws SQLException {
    try (PreparedStatement insert = mine.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setInt(1, ++written);
        insert.setString(2, "a row that takes some room in the log of the engine");
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
  }

  private void requireEachRowOnce() throws SQLException {
    try (Statement statement = mine.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*), count(DISTINCT id) FROM t")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(written);
      assertThat(rows.getInt(2)).isEqualTo(written);
    }
  }

  @Test
  void shouldLoseNothingWhenAHostDiesInACheckpoint() throws Exception {
    try (ChildJvm next = DyingHost.start(url)) {
      host.ask("die CHECKPOINT 0");
      while (host.isAlive()) {
        write(50);
      }
      write(50);
      requireEachRowOnce();
      assertThat(next.isAlive()).isTrue();
    }
  }

  @Test
  void shouldLoseNothingWhenAHostDiesInAHandOver() throws Exception {
    try (ChildJvm next = DyingHost.start(url)) {
      write(20);
      host.ask("die CLOSING 0");
      host.sayNoMore();
      while (host.isAlive()) {
        write(1);
      }
      write(20);
      requireEachRowOnce();
      assertThat(next.isAlive()).isTrue();
    }
  }

  @Test
  void shouldLoseNothingWhenTheNextHostDiesInTheTakeover() throws Exception {
    write(20);
    try (ChildJvm second = DyingHost.start(url)) {
      second.ask("die OPENED 0");
      CompletableFuture<Void> writing = CompletableFuture.runAsync(this::writeOn);
      host.kill();
      second.awaitEnd();
      try (ChildJvm third = DyingHost.start(url)) {
        writing.join();
        requireEachRowOnce();
        assertThat(third.isAlive()).isTrue();
      }
    }
  }

  private void writeOn() {
    try {
      write(20);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
