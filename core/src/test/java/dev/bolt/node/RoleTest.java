package dev.bolt.node;

import static dev.bolt.engine.ExecuteOptions.AUTO_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.client.HostLink;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The role that a process plays begins and ends with its sessions, and with their patience. */
@Timeout(120)
class RoleTest {

  private static final SqlStatement SELECT = new SqlStatement("SELECT 1", StatementKind.QUERY, 0);
  private static final Object[] NO_PARAMETERS = {};

  @TempDir Path folder;

  private Path file;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
  }

  @Test
  void shouldOpenAFreeDatabaseWithoutAnyPatience() throws Exception {
    try (Connection mine = DriverManager.getConnection(url + "?lockTimeout=0s")) {
      assertThat(mine.isValid(1)).isTrue();
    }
    try (ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
      assertThat(outside.hear()).isEqualTo("open");
      assertThatThrownBy(() -> DriverManager.getConnection(url + "?lockTimeout=0s"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("PID " + outside.pid());
    }
  }

  @Test
  void shouldNotStayHostForASessionThatHasGivenUp() throws Exception {
    try (ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
      assertThat(outside.hear()).isEqualTo("open");
      interruptAnOpening();
    }
    // The election goes on, finds the file free, and has nobody to serve.
    try (ChildJvm joined = SqlChild.start(url)) {
      assertThat(joined.hear()).isEqualTo("open");
      assertThat(joined.ask("CREATE TABLE t(x INTEGER)")).startsWith("count");
    }
    try (ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
      assertThat(outside.hear()).isEqualTo("open");
    }
  }

  private void interruptAnOpening() throws InterruptedException {
    AtomicReference<SQLException> failure = new AtomicReference<>();
    Thread opening =
        new Thread(
            () -> {
              try (Connection never = DriverManager.getConnection(url)) {
                failure.set(new SQLException("opened: " + never));
              } catch (SQLException e) {
                failure.set(e);
              }
            });
    opening.start();
    while (opening.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    opening.interrupt();
    opening.join();
    assertThat(failure.get().getSQLState()).isEqualTo("57014");
  }

  @Test
  void shouldGiveUpSendingToAHostThatIsStopped() throws Exception {
    try (ChildJvm host = SqlChild.start(url)) {
      host.hear();
      host.ask("CREATE TABLE t(s VARCHAR)");
      try (Connection mine = DriverManager.getConnection(url + "?hostTimeout=1s");
          PreparedStatement insert = mine.prepareStatement("INSERT INTO t VALUES (?)")) {
        for (int i = 0; i < 100; i++) {
          insert.setString(1, "x".repeat(100_000));
          insert.addBatch();
        }
        host.signal("STOP");
        try {
          assertThatThrownBy(insert::executeBatch)
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("PID " + host.pid())
              .extracting(e -> ((SQLException) e).getSQLState())
              .isEqualTo("08006");
        } finally {
          host.signal("CONT");
        }
        try (Statement statement = mine.createStatement();
            var rows = statement.executeQuery("SELECT count(*) FROM t")) {
          rows.next();
          assertThat(rows.getLong(1)).isZero();
        }
      }
    }
  }

  @Test
  void shouldNoticeAHostThatIsStoppedWhenItsSocketIsFull() throws Exception {
    try (ChildJvm child = SqlChild.start(url)) {
      child.hear();
      HostRecord host = Sidecar.open(DatabaseId.of(file)).readRecord().orElseThrow();
      try (HostLink link = HostLink.join(host, Duration.ofMillis(300), lost -> {});
          EngineSession session =
              link.openSession(
                  SessionContext.ofThisProcess(), new ClientId(1, 2), Duration.ofSeconds(30))) {
        child.signal("STOP");
        try {
          assertThatThrownBy(() -> cancelForEver(session)).hasMessageContaining("not answered");
          assertThatThrownBy(() -> session.execute(SELECT, NO_PARAMETERS, AUTO_COMMIT))
              .hasMessageContaining("stopped");
        } finally {
          child.signal("CONT");
        }
      }
    }
  }

  private static void cancelForEver(EngineSession session) throws SQLException {
    while (true) {
      session.cancel();
    }
  }
}
