package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that has a SQLite file open without Bolt. */
@Timeout(60)
class OutsideProgramTest {

  @TempDir Path folder;
  private DatabaseFile file;

  @BeforeEach
  void fill() throws Exception {
    file = DatabaseFile.in(folder, EngineKind.SQLITE).fill(3);
  }

  @Test
  void shouldNameAProgramThatWritesToASqliteFileAndWaitForIt() throws Exception {
    try (Children children = new Children()) {
      ChildJvm outside = children.open(file.plainUrl());
      assertThat(outside.ask("BEGIN IMMEDIATE")).startsWith("count");
      assertThat(outside.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");

      ChildJvm hasty = children.open(file.url("lockTimeout=300ms"));
      assertThat(hasty.ask("SELECT count(*) FROM t")).isEqualTo("rows 3");
      assertThat(hasty.ask("INSERT INTO t VALUES (4)"))
          .startsWith("error 55P03 ")
          .contains(file.path().toString())
          .contains("PID " + outside.pid());
      ChildJvm patient = children.open(file.url());
      patient.say("INSERT INTO t VALUES (5)");
      assertThat(outside.ask("COMMIT")).startsWith("count");

      assertThat(patient.hear()).isEqualTo("count 1");
      assertThat(hasty.ask("SELECT count(*) FROM t")).isEqualTo("rows 5");
    }
  }

  @Test
  void shouldNameAProgramThatKeepsASqliteFileFromBeingOpened() throws Exception {
    try (Children children = new Children()) {
      ChildJvm outside = children.open(file.plainUrl());
      assertThat(outside.ask("PRAGMA locking_mode = EXCLUSIVE")).isEqualTo("rows exclusive");
      assertThat(outside.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");

      ChildJvm hasty = children.add(BoltJar.startSql(file.url("lockTimeout=300ms")));
      assertThat(hasty.hear())
          .startsWith("error 55P03 ")
          .contains(file.path().toString())
          .contains("PID " + outside.pid());
      ChildJvm patient = children.add(BoltJar.startSql(file.url()));
      outside.end();

      assertThat(patient.hear()).isEqualTo("open");
      assertThat(patient.ask("SELECT count(*) FROM t")).isEqualTo("rows 4");
    }
  }

  @Test
  void shouldTakeTurnsWithTheShellOfSqlite() throws Exception {
    int inserts = 200;
    String insert = "INSERT INTO t SELECT max(x) + 1 FROM t";
    Process shell = shell();
    try (Children children = new Children()) {
      List<ChildJvm> writers = List.of(children.open(file.url()), children.open(file.url()));
      try (PrintStream in = new PrintStream(shell.getOutputStream())) {
        in.println((insert + ";\n").repeat(inserts));
      }
      for (ChildJvm writer : writers) {
        IntStream.range(0, inserts).forEach(i -> writer.say(insert));
      }
      for (ChildJvm writer : writers) {
        for (int i = 0; i < inserts; i++) {
          assertThat(writer.hear()).isEqualTo("count 1");
        }
      }
      assertThat(shell.waitFor()).isZero();
      assertThat(writers.get(0).ask("SELECT count(*) FROM t"))
          .isEqualTo("rows " + (3 + 3 * inserts));
    } finally {
      shell.destroyForcibly();
    }
  }

  private Process shell() throws IOException {
    List<String> command =
        List.of("sqlite3", "-bail", "-cmd", ".timeout 60000", file.path().toString());
    try {
      return new ProcessBuilder(command).inheritIO().redirectInput(Redirect.PIPE).start();
    } catch (IOException e) {
      return Assumptions.abort("The program sqlite3 is not installed");
    }
  }
}
