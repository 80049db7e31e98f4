package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.DatabaseId;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes or overwrites what is in the folder beside a database while it is hosted. */
@Timeout(120)
class LostFolderTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Path file;
  private Path sidecar;
  private String url;
  private ChildJvm host;

  @BeforeEach
  void startAHost() throws Exception {
    file = folder.resolve("a.duckdb");
    sidecar = folder.resolve("a.duckdb.bolt");
    url = "jdbc:bolt:duckdb:" + file;
    host = SqlChild.start(url);
    assertThat(host.hear()).isEqualTo("open");
    host.ask("CREATE TABLE t(x INTEGER)");
  }

  @AfterEach
  void end() {
    host.close();
  }

  private long hostPid() throws Exception {
    return CurrentHost.of(DatabaseId.of(file)).map(ProcessIdentity::pid).orElse(-1L);
  }

  private void assertShared() throws Exception {
    try (Connection mine = DriverManager.getConnection(url)) {
      write(mine);
      assertThat(host.ask("SELECT count(*) FROM t")).isEqualTo("rows 1");
      assertThat(hostPid()).isEqualTo(host.pid());
    }
  }

  private static void write(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("INSERT INTO t VALUES (1)")).isEqualTo(1);
    }
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (DirectoryNotEmptyException e) {
      // The host has put something back already.
      assertThat(e.getFile()).isEqualTo(tree.toString());
    }
  }

  private Path socket() throws IOException {
    Properties record = new Properties();
    try (var in = Files.newInputStream(sidecar.resolve("host"))) {
      record.load(in);
    }
    return Path.of(record.getProperty("socket"));
  }

  @Test
  void shouldBeFoundAfterTheFolderWasDeleted() throws Exception {
    delete(sidecar);
    assertShared();
    await()
        .atMost(SOON)
        .until(() -> KernelLocks.holders(sidecar.resolve("host.lock")).equals(List.of(host.pid())));
  }

  @Test
  void shouldBeFoundEachTimeThatTheFolderIsDeleted() throws Exception {
    for (int i = 0; i < 5; i++) {
      delete(sidecar);
      await().atMost(SOON).until(() -> hostPid() == host.pid() && Files.exists(socket()));
    }
    assertShared();
  }

  @Test
  void shouldKeepThoseWhoAreConnected() throws Exception {
    try (ChildJvm joined = SqlChild.start(url)) {
      assertThat(joined.hear()).isEqualTo("open");
      delete(sidecar);
      assertThat(joined.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
      try (Connection another = DriverManager.getConnection(url)) {
        write(another);
        host.kill();
        write(another);
        assertThat(joined.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");
        assertThat(count(another)).isEqualTo(4);
      }
      assertThat(joined.ask("SELECT count(*) FROM t")).isEqualTo("rows 4");
    }
  }

  @Test
  void shouldReplaceARecordOfRubbish() throws Exception {
    Files.writeString(sidecar.resolve("host"), "\u0000 rubbish");
    assertShared();
  }

  @Test
  void shouldListenAgainWhereItsSocketWasDeleted() throws Exception {
    Path socket = socket();
    Files.delete(socket);
    assertShared();
    assertThat(socket()).isEqualTo(socket).exists();
  }

  @Test
  void shouldTakeTheLockOfANewFileInThePlaceOfItsOwn() throws Exception {
    Files.delete(sidecar.resolve("host.lock"));
    assertShared();
    await()
        .atMost(SOON)
        .until(() -> KernelLocks.holders(sidecar.resolve("host.lock")).equals(List.of(host.pid())));
  }

  @Test
  void shouldLetTheDatabaseGoWithItsFolder() throws Exception {
    Files.delete(file);
    delete(sidecar);
    assertThat(host.ask("SELECT count(*) FROM t")).isEqualTo("rows 0");
    host.end();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.bolt")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldTakeOverFromARecordWhosePidBelongsToAnotherProcessNow() throws Exception {
    Path record = sidecar.resolve("host");
    String text = Files.readString(record);
    host.kill();
    long mine = ProcessHandle.current().pid();
    Files.writeString(
        record,
        text.replaceAll("(?m)^pid=.*$", "pid=" + mine)
            .replaceAll("(?m)^startTime=.*$", "startTime=1"));
    assertThat(new ProcessIdentity(mine, 1, ProcessIdentity.self().namespace()).isDead()).isTrue();
    try (Connection next = DriverManager.getConnection(url)) {
      write(next);
      assertThat(hostPid()).isEqualTo(mine);
      assertThat(CurrentHost.of(DatabaseId.of(file))).contains(ProcessIdentity.self());
    }
  }
}
