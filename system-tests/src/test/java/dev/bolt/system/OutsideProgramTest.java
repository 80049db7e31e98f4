package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
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
}
