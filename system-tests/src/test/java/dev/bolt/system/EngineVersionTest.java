package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose engine is older than that of the host that was. */
@Timeout(60)
class EngineVersionTest {

  @TempDir Path folder;

  @Test
  void shouldNotTakeOverWithAnOlderEngine() throws Exception {
    DatabaseFile file = DatabaseFile.in(folder, EngineKind.DUCKDB).fill(3);
    Path sidecar = folder.resolve("a.duckdb.bolt");
    try (ChildJvm host = BoltJar.startSql(file.url())) {
      assertThat(host.hear()).isEqualTo("open");
      host.kill();
    }
    forgeVersion(sidecar.resolve("host"), "v99.1.2");

    assertThatThrownBy(() -> DriverManager.getConnection(file.url("lockTimeout=300ms")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("This process has the engine in version v")
        .hasMessageContaining("was last hosted by version v99.1.2")
        .hasMessageEndingWith("or, if it is gone for good, delete " + sidecar)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("08004");

    delete(sidecar);
    assertThat(file.rows()).isEqualTo(3);
  }

  private static void forgeVersion(Path record, String version) throws IOException {
    List<String> lines =
        Files.readAllLines(record).stream()
            .map(line -> line.startsWith("engineVersion=") ? "engineVersion=" + version : line)
            .toList();
    assertThat(lines).contains("engineVersion=" + version);
    Files.write(record, lines);
  }

  private static void delete(Path sidecar) throws IOException {
    try (var files = Files.list(sidecar)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(sidecar);
  }
}
