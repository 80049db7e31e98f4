package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that all at once are the first to open a SQLite file in WAL mode. */
@Timeout(180)
class WalSwitchTest {

  private static final int PROCESSES = 8;

  @TempDir Path folder;

  @Test
  void shouldOpenWithoutErrorWhenEightProcessesFindAFileThatIsNotInWal() throws Exception {
    openAtOnce(20);
  }

  @Test
  @Tag("drill")
  void shouldOpenWithoutErrorTwoHundredTimes() throws Exception {
    openAtOnce(200);
  }

  private void openAtOnce(int times) throws Exception {
    try (Children children = new Children()) {
      List<ChildJvm> openers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        openers.add(children.add(BoltJar.start(OpenMain.class, Integer.toString(i))));
      }
      for (ChildJvm opener : openers) {
        assertThat(opener.hear()).isEqualTo("open");
      }
      for (int i = 0; i < times; i++) {
        DatabaseFile file =
            new DatabaseFile(EngineKind.SQLITE, folder.resolve("f" + i + ".sqlite"));
        createWithoutWal(file);
        openers.forEach(opener -> opener.say(file.url()));
        for (ChildJvm opener : openers) {
          assertThat(opener.hear()).isEqualTo("count 1");
        }
        assertThat(file.rows()).isEqualTo(PROCESSES);
      }
    }
  }

  private static void createWithoutWal(DatabaseFile file) throws Exception {
    try (Connection connection = DriverManager.getConnection(file.plainUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(x INTEGER PRIMARY KEY)");
    }
  }
}
