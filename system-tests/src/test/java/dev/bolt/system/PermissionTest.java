package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and folders that may not be read or written, and another Unix user. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class PermissionTest {

  private static final int PROCESSES = 4;

  @TempDir static Path programs;
  private static Unprivileged unprivileged;

  @TempDir Path root;
  private Path folder;
  private ChildJvm owner;

  @BeforeAll
  static void copyPrograms() throws IOException {
    unprivileged = Unprivileged.in(programs);
  }

  @BeforeEach
  void createFolder() throws IOException {
    Unprivileged.allow(root, "rwxr-xr-x");
    folder = Files.createDirectory(root.resolve("data"));
  }

  @AfterEach
  void allowDeletion() throws IOException {
    Unprivileged.allow(folder, "rwxrwxrwx");
  }

  /** A database that was used and closed, without the sidecar of its owner. */
  private DatabaseFile used(EngineKind engine) throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, engine).fill(3);
    deleteSidecar(file);
    return file;
  }

  private static void deleteSidecar(DatabaseFile file) throws IOException {
    Path sidecar = file.path().resolveSibling(file.path().getFileName() + ".bolt");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sidecar)) {
      for (Path each : files) {
        Files.delete(each);
      }
    }
    Files.delete(sidecar);
  }

  private String refusal(DatabaseFile file) throws IOException {
    try (ChildJvm child = unprivileged.startSql(file.url("lockTimeout=300ms"))) {
      return child.hear();
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldNameAFileThatMayNotBeRead(EngineKind engine) throws Exception {
    DatabaseFile file = used(engine);
    Unprivileged.allow(file.path(), "---------");
    Unprivileged.allow(folder, "rwxrwxrwx");

    assertThat(refusal(file)).isEqualTo("error 08001 No permission to read " + file.path());

    Unprivileged.allow(file.path(), "rw-rw-rw-");
    assertThat(file.rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldNameAFolderThatMayNotBeEntered(EngineKind engine) throws Exception {
    DatabaseFile file = used(engine);
    Unprivileged.allow(folder, "---------");

    assertThat(refusal(file)).startsWith("error 08001 ").contains(folder.toString());

    Unprivileged.allow(folder, "rwxr-xr-x");
    assertThat(file.rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldNameAFolderInWhichNoFileMayBeCreated(EngineKind engine) throws Exception {
    Unprivileged.allow(folder, "r-xr-xr-x");
    DatabaseFile file = DatabaseFile.in(folder, engine);

    assertThat(refusal(file)).startsWith("error 08001 No permission to create " + file.path());

    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLetManyProcessesReadAFileThatMayNotBeWritten(EngineKind engine) throws Exception {
    DatabaseFile file = used(engine);
    Unprivileged.allow(file.path(), "r--r--r--");
    Unprivileged.allow(folder, "rwxrwxrwx");

    assertThatManyCanRead(file);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLetManyProcessesReadAFileInAFolderThatMayNotBeWritten(EngineKind engine)
      throws Exception {
    DatabaseFile file = used(engine);
    Unprivileged.allow(file.path(), "rw-rw-rw-");
    Unprivileged.allow(folder, "r-xr-xr-x");

    assertThatManyCanRead(file);
  }

  private void assertThatManyCanRead(DatabaseFile file) throws Exception {
    try (Children children = new Children()) {
      List<ChildJvm> readers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        readers.add(children.add(unprivileged.startSql(file.url())));
      }
      for (ChildJvm reader : readers) {
        assertThat(reader.hear()).isEqualTo("open");
      }
      for (ChildJvm reader : readers) {
        assertThat(reader.ask("SELECT count(*) FROM t")).isEqualTo("rows 3");
        assertThat(reader.ask("INSERT INTO t VALUES (9)")).startsWith("error 25006");
        assertThat(reader.ask("SELECT count(*) FROM t")).isEqualTo("rows 3");
      }
    }
    Unprivileged.allow(folder, "rwxrwxrwx");
    Unprivileged.allow(file.path(), "rw-rw-rw-");
    assertThat(file.rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldTellAnotherUserToWhomTheDatabaseBelongs(EngineKind engine) throws Exception {
    assumeThat(Unprivileged.isAnotherUser()).as("root may run as somebody else").isTrue();
    DatabaseFile file = DatabaseFile.in(folder, engine).fill(3);
    Unprivileged.allow(folder, "rwxrwxrwx");
    Unprivileged.allow(file.path(), "rw-rw-rw-");
    try (Children children = new Children()) {
      ChildJvm mine = children.open(file.url());

      assertThat(refusal(file))
          .startsWith("error 28000 The database is shared by the processes of Unix user root;")
          .contains("this process runs as nobody")
          .contains("Run as the same user, or delete ");

      assertThat(mine.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");
    }
    assertThat(file.rows()).isEqualTo(4);
  }

  @Test
  void shouldTellAnotherUserWhoHostsAFileThatHeMayOnlyRead() throws Exception {
    try (Children children = new Children()) {
      DatabaseFile file = openForAnotherUser(children, EngineKind.DUCKDB);

      assertThat(refusal(file))
          .startsWith("error 55P03 " + file.path() + " is hosted by PID " + owner.pid())
          .contains("for the processes of Unix user root; this process runs as nobody");
    }
  }

  @Test
  void shouldLetAnotherUserReadASqliteFileThatHeMayNotWrite() throws Exception {
    try (Children children = new Children()) {
      DatabaseFile file = openForAnotherUser(children, EngineKind.SQLITE);
      ChildJvm reader = children.opened(unprivileged.startSql(file.url()));

      assertThat(reader.ask("SELECT count(*) FROM t")).isEqualTo("rows 3");
      assertThat(owner.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");
      assertThat(reader.ask("SELECT count(*) FROM t")).isEqualTo("rows 4");
      assertThat(reader.ask("INSERT INTO t VALUES (9)")).startsWith("error 25006");
    }
  }

  /** A database that its owner has open and others may read. */
  private DatabaseFile openForAnotherUser(Children children, EngineKind engine) throws Exception {
    assumeThat(Unprivileged.isAnotherUser()).as("root may run as somebody else").isTrue();
    DatabaseFile file = DatabaseFile.in(folder, engine).fill(3);
    Unprivileged.allow(folder, "rwxr-xr-x");
    Unprivileged.allow(file.path(), "rw-r--r--");
    owner = children.open(file.url());
    return file;
  }
}
