package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.OutsideHolder;
import dev.bolt.testing.SqlChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one DuckDB file. */
@Timeout(120)
class SharingTest {

  @TempDir Path folder;

  private Path file;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
  }

  private static SqlChildren children() {
    return new SqlChildren();
  }

  /** Children that are ended together. */
  private static final class SqlChildren implements AutoCloseable {
    private final List<ChildJvm> started = new ArrayList<>();

    ChildJvm open(String url) throws Exception {
      ChildJvm child = SqlChild.start(url);
      started.add(child);
      assertThat(child.hear()).isEqualTo("open");
      return child;
    }

    @Override
    public void close() {
      started.forEach(ChildJvm::close);
    }
  }

  private long hostPid() throws Exception {
    return CurrentHost.of(DatabaseId.of(file)).map(ProcessIdentity::pid).orElse(-1L);
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void shouldShareReadsAndWritesAmongProcesses() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm first = children.open(url);
      ChildJvm second = children.open(url);
      assertThat(hostPid()).isEqualTo(first.pid());
      assertThat(first.ask("CREATE TABLE t(x INTEGER PRIMARY KEY, s VARCHAR)")).startsWith("count");
      assertThat(second.ask("INSERT INTO t VALUES (1, 'a'), (2, NULL)")).isEqualTo("count 2");
      assertThat(first.ask("SELECT * FROM t ORDER BY x")).isEqualTo("rows 1,a;2,null");
      assertThat(second.ask("SELECT * FROM t ORDER BY x")).isEqualTo("rows 1,a;2,null");
      assertThat(second.ask("INSERT INTO t VALUES (1, 'b')")).startsWith("error 23505");
      try (Connection mine = DriverManager.getConnection(url)) {
        assertThat(count(mine, "SELECT count(*) FROM t")).isEqualTo(2);
      }
    }
  }

  @Test
  void shouldCarryOnWhenTheHostIsKilled() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      ChildJvm joined = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      joined.ask("INSERT INTO t VALUES (1)");
      joined.ask("SET TimeZone = 'Asia/Tokyo'");
      host.kill();
      assertThat(joined.ask("SELECT count(*) FROM t")).isEqualTo("rows 1");
      assertThat(joined.ask("SELECT current_setting('TimeZone')")).isEqualTo("rows Asia/Tokyo");
      assertThat(joined.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
      assertThat(hostPid()).isEqualTo(joined.pid());
      try (Connection mine = DriverManager.getConnection(url)) {
        assertThat(count(mine, "SELECT count(*) FROM t")).isEqualTo(2);
      }
    }
  }

  @Test
  void shouldEndAnOpenTransactionWith40001WhenTheHostIsKilled() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      ChildJvm joined = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      joined.ask("autocommit off");
      assertThat(joined.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
      host.kill();
      assertThat(joined.ask("INSERT INTO t VALUES (2)")).startsWith("error 40001");
      assertThat(joined.ask("INSERT INTO t VALUES (3)")).startsWith("error 25P02");
      assertThat(joined.ask("rollback")).isEqualTo("done");
      assertThat(joined.ask("INSERT INTO t VALUES (4)")).isEqualTo("count 1");
      assertThat(joined.ask("commit")).isEqualTo("done");
      assertThat(joined.ask("SELECT * FROM t")).isEqualTo("rows 4");
    }
  }

  @Test
  void shouldSayOnceThatTemporaryTablesAreGone() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      ChildJvm joined = children.open(url);
      joined.ask("CREATE TEMP TABLE mine(x INTEGER)");
      host.kill();
      assertThat(joined.ask("SELECT 1")).startsWith("error 08006").contains("temporary tables");
      assertThat(joined.ask("SELECT 1")).isEqualTo("rows 1");
    }
  }

  @Test
  void shouldHandOverWithoutAnErrorWhenTheHostCloses() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      ChildJvm joined = children.open(url);
      ChildJvm other = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      other.ask("autocommit off");
      assertThat(other.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
      assertThat(host.ask("close")).isEqualTo("done");
      // The host waits for the open transaction.
      assertThat(other.ask("commit")).isEqualTo("done");
      assertThat(joined.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
      assertThat(joined.ask("SELECT count(*) FROM t")).isEqualTo("rows 2");
      assertThat(hostPid()).isIn(joined.pid(), other.pid());
    }
  }

  @Test
  void shouldLetTheFileGoWhenTheLastConnectionCloses() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      run(mine, "CREATE TABLE t(x INTEGER)");
    }
    try (ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
      assertThat(outside.hear()).isEqualTo("open");
    }
  }

  @Test
  void shouldWaitForAProgramOutsideBoltAndNameIt() throws Exception {
    try (ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
      assertThat(outside.hear()).isEqualTo("open");
      assertThatThrownBy(() -> DriverManager.getConnection(url + "?lockTimeout=300ms"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("PID " + outside.pid())
          .hasMessageContaining("java")
          .hasMessageContaining("running for")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("55P03");
      outside.end();
      try (Connection mine = DriverManager.getConnection(url)) {
        assertThat(count(mine, "SELECT 1")).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldReleaseTheFileToAProgramOutsideBolt() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      ChildJvm joined = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      try (Release release = Release.of(DatabaseId.of(file), Duration.ofSeconds(20));
          ChildJvm outside = OutsideHolder.start("jdbc:duckdb:" + file)) {
        assertThat(release.formerHost().map(ProcessIdentity::pid)).contains(host.pid());
        assertThat(outside.hear()).isEqualTo("open");
        joined.say("INSERT INTO t VALUES (1)");
        outside.end();
      }
      assertThat(joined.hear()).isEqualTo("count 1");
      assertThat(host.ask("SELECT count(*) FROM t")).isEqualTo("rows 1");
    }
  }

  @Test
  void shouldNeverHostWhenToldSo() throws Exception {
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?host=never&lockTimeout=200ms"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("host=never");
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      ChildJvm guest = children.open(url + "?host=never");
      assertThat(guest.ask("SELECT 1")).isEqualTo("rows 1");
      assertThat(hostPid()).isEqualTo(host.pid());
    }
  }

  @Test
  void shouldTellBothValuesWhenOptionsDiffer() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url + "?threads=1");
      assertThatThrownBy(() -> DriverManager.getConnection(url + "?threads=2"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("threads is 2 here")
          .hasMessageContaining("PID " + host.pid())
          .hasMessageContaining("with 1");
      try (Connection mine = DriverManager.getConnection(url)) {
        assertThat(count(mine, "SELECT current_setting('threads')")).isEqualTo(1);
      }
    }
  }

  @Test
  void shouldNameAHostThatIsStoppedAndGoOnWhenItIsResumed() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      ChildJvm joined = children.open(url + "?hostTimeout=1s");
      host.signal("STOP");
      try {
        assertThat(joined.ask("SELECT 1"))
            .startsWith("error 08006")
            .contains("PID " + host.pid())
            .contains("stopped");
        assertThat(joined.ask("INSERT INTO t VALUES (1)")).startsWith("error 08006");
      } finally {
        host.signal("CONT");
      }
      assertThat(joined.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
      assertThat(hostPid()).isEqualTo(host.pid());
    }
  }

  @Test
  void shouldSayWhenTheFileWasReplacedUnderItsHost() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      Path other = folder.resolve("other.duckdb");
      try (Connection mine = DriverManager.getConnection("jdbc:bolt:duckdb:" + other)) {
        run(mine, "CREATE TABLE u(x INTEGER)");
      }
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> DriverManager.getConnection(url))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("was replaced by another file")
          .hasMessageContaining("PID " + host.pid());
      assertThat(host.ask("SELECT count(*) FROM t")).isEqualTo("rows 0");
    }
  }

  @Test
  void shouldWorkInASidecarFullOfRubbish() throws Exception {
    Path sidecar = Files.createDirectory(folder.resolve("a.duckdb.bolt"));
    Files.write(sidecar.resolve("host"), new byte[] {1, 2, 3, (byte) 0xff, 0});
    Files.writeString(sidecar.resolve("host.lock"), "rubbish");
    Files.createDirectory(sidecar.resolve("host.new.d"));
    Files.writeString(sidecar.resolve("s-00000000"), "no socket");
    try (SqlChildren children = children();
        Connection mine = DriverManager.getConnection(url)) {
      run(mine, "CREATE TABLE t(x INTEGER)");
      assertThat(children.open(url).ask("SELECT count(*) FROM t")).isEqualTo("rows 0");
    }
  }

  @Test
  void shouldServeAPathWhoseSocketNameWouldBeTooLong() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(100)).resolve("e".repeat(100)));
    String deepUrl = "jdbc:bolt:duckdb:" + deep.resolve("a.duckdb");
    try (SqlChildren children = children();
        Connection mine = DriverManager.getConnection(deepUrl)) {
      run(mine, "CREATE TABLE t(x INTEGER)");
      assertThat(children.open(deepUrl).ask("SELECT count(*) FROM t")).isEqualTo("rows 0");
    }
  }

  @Test
  void shouldShareAFileAmongProcessesThatOpenItByDifferentHardLinks() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      host.ask("CREATE TABLE t(x INTEGER)");
      // One that comes first and one that comes last in the order of names.
      for (String name : List.of("1.duckdb", "z.duckdb")) {
        Path hard = Files.createLink(folder.resolve(name), file);
        ChildJvm joined = children.open("jdbc:bolt:duckdb:" + hard + "?lockTimeout=5s");
        assertThat(joined.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
      }
      assertThat(host.ask("SELECT count(*) FROM t")).isEqualTo("rows 2");
    }
    // Closed by all, it goes on under the name whose folder is there.
    try (SqlChildren children = children()) {
      ChildJvm first = children.open("jdbc:bolt:duckdb:" + folder.resolve("z.duckdb"));
      ChildJvm second = children.open(url + "?lockTimeout=5s");
      first.ask("INSERT INTO t VALUES (3)");
      assertThat(second.ask("SELECT count(*) FROM t")).isEqualTo("rows 3");
      assertThat(folder.resolve("z.duckdb.bolt")).doesNotExist();
    }
  }

  @Test
  void shouldNameTheOtherNameOfAFileThatIsOpenInAnotherFolder() throws Exception {
    try (SqlChildren children = children()) {
      ChildJvm host = children.open(url);
      Path hard =
          Files.createLink(Files.createDirectory(folder.resolve("d")).resolve("b.duckdb"), file);

      assertThatThrownBy(
              () -> DriverManager.getConnection("jdbc:bolt:duckdb:" + hard + "?lockTimeout=300ms"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(hard + " is a hard link to a file that PID " + host.pid())
          .hasMessageContaining("has open as " + file)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("55P03");
    }
  }

  @Test
  void shouldTakeALinkAndItsFileForOneDatabase() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      run(mine, "CREATE TABLE t(x INTEGER)");
      Path symbolic = Files.createSymbolicLink(folder.resolve("link.duckdb"), file);
      Path hard = Files.createLink(folder.resolve("hard.duckdb"), file);
      try (SqlChildren children = children();
          Connection other = DriverManager.getConnection("jdbc:bolt:duckdb:" + hard)) {
        assertThat(children.open("jdbc:bolt:duckdb:" + symbolic).ask("SELECT count(*) FROM t"))
            .isEqualTo("rows 0");
        run(other, "INSERT INTO t VALUES (1)");
        assertThat(count(mine, "SELECT count(*) FROM t")).isEqualTo(1);
      }
    }
  }
}
