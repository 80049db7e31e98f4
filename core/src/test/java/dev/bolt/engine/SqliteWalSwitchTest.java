package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SqliteWalSwitchTest {

  private static final int PROCESSES = 8;
  private static final int FILES = Integer.getInteger("bolt.test.walFiles", 10);

  @TempDir Path folder;

  @Test
  void shouldOpenWithoutErrorWhenEightProcessesFindAFileThatIsNotInWal() throws Exception {
    List<ChildJvm> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(ChildJvm.start(SqliteOpener.class));
      }
      for (int i = 0; i < FILES; i++) {
        openAtOnce(processes, folder.resolve("f" + i + ".db"));
      }
    } finally {
      processes.forEach(ChildJvm::close);
    }
  }

  private static void openAtOnce(List<ChildJvm> processes, Path file) throws Exception {
    processes.forEach(process -> process.say(file.toString()));
    for (ChildJvm process : processes) {
      assertThat(process.hear()).isEqualTo("wal");
    }
    assertThat(rows(file)).isEqualTo(PROCESSES);
  }

  private static int rows(Path file) throws Exception {
    try (SqliteFile opened = SqliteFile.open(file);
        EngineSession session = opened.session()) {
      return (Integer) SqliteFile.column(session, "SELECT count(*) FROM t").get(0);
    }
  }
}
