package dev.bolt.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.DatabaseId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SidecarTest {

  @TempDir Path folder;

  @Test
  void shouldBelongToItsOwnerAlone() throws Exception {
    Sidecar sidecar = Sidecar.open(DatabaseId.of(folder.resolve("a.duckdb")));
    assertThat(sidecar.folder()).hasFileName("a.duckdb.bolt");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sidecar.folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void shouldTakeRightsFromOthersWhenTheyWereGiven() throws Exception {
    Path existing = Files.createDirectory(folder.resolve("a.duckdb.bolt"));
    Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxrwxrwx"));
    Sidecar.open(DatabaseId.of(folder.resolve("a.duckdb")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(existing)))
        .isEqualTo("rwx------");
  }

  @Test
  void shouldSayThatSomethingIsInTheWay() throws Exception {
    Files.writeString(folder.resolve("a.duckdb.bolt"), "not a folder");
    assertThatThrownBy(() -> Sidecar.open(DatabaseId.of(folder.resolve("a.duckdb"))))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("is in the way")
        .hasMessageContaining("Move it away");
  }

  @Test
  void shouldFindAShortPlaceForASocketWhoseNameWouldBeTooLong() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(90)).resolve("e".repeat(90)));
    Sidecar sidecar = Sidecar.open(DatabaseId.of(deep.resolve("a.duckdb")));
    Path socket = sidecar.socket("0123456789abcdef");
    assertThat(socket.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(104);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    assertThat(sidecar.socket("0123456789abcdef")).isEqualTo(socket);
  }

  @Test
  void shouldBeOneForALinkAndItsFile() throws Exception {
    Path file = Files.createFile(folder.resolve("real.duckdb"));
    Path link = Files.createSymbolicLink(folder.resolve("link.duckdb"), file);
    Path early = Files.createSymbolicLink(folder.resolve("early"), folder.resolve("later.duckdb"));
    assertThat(DatabaseId.of(link)).isEqualTo(DatabaseId.of(file));
    assertThat(DatabaseId.of(early)).isEqualTo(DatabaseId.of(folder.resolve("later.duckdb")));
  }

  @Test
  void shouldTakeRubbishForNoRecord() throws Exception {
    Sidecar sidecar = Sidecar.open(DatabaseId.of(folder.resolve("a.duckdb")));
    Files.write(sidecar.folder().resolve("host"), new byte[] {(byte) 0xc3, 0x28, 0, 1});
    assertThat(sidecar.readRecord()).isEmpty();
  }
}
