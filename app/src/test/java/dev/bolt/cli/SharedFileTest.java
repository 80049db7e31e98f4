package dev.bolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bolt.EngineKind;
import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands on files that other processes have open. */
@Timeout(120)
class SharedFileTest {

  @TempDir Path folder;
  private StringWriter out;
  private StringWriter err;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLoseNothingWhenProcessesAreKilled(EngineKind engine) {
    int status =
        bolt(
            "stress",
            "--engine",
            engine.scheme(),
            "--instances",
            "2",
            "--threads",
            "1",
            "--warmup",
            "0",
            "--duration",
            "3",
            "--kill",
            "3",
            "--workload",
            "all",
            "--json");

    JsonObject report = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(status).as(report.toString()).isZero();
    assertThat(report.get("ok").getAsBoolean()).isTrue();
    JsonObject takeover = report.getAsJsonArray("takeovers").get(0).getAsJsonObject();
    assertThat(takeover.get("host").getAsBoolean()).isEqualTo(engine == EngineKind.DUCKDB);
    // A busy machine may need longer than the second and a half that is left.
    if (takeover.has("micros")) {
      assertThat(takeover.get("micros").getAsLong()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLeaveNothingInADatabaseThatIsGiven(EngineKind engine) {
    String file = file("mine." + engine.scheme());
    assertThat(bolt("sql", file, "CREATE TABLE mine (a INTEGER)")).isZero();

    int status = bolt("stress", file, "--instances", "1", "--duration", "1", "--warmup", "0");

    assertThat(status).as(out + " " + err).isZero();
    String tables =
        engine == EngineKind.SQLITE
            ? "SELECT name FROM sqlite_master"
            : "SELECT table_name FROM duckdb_tables() WHERE NOT internal";
    assertThat(bolt("sql", "--csv", file, tables)).isZero();
    assertThat(out.toString().lines().skip(1)).containsExactly("mine");
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldCopyADatabaseThatAnotherProcessHasOpen(EngineKind engine) throws IOException {
    String file = file("source." + engine.scheme());
    String copy = file("copy." + engine.scheme());
    try (Other other = new Other(file)) {
      other.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2); SELECT 'ready';");

      assertThat(bolt("backup", file, copy)).as(err.toString()).isZero();
      assertThat(bolt("backup", file, copy)).isEqualTo(1);
      assertThat(err.toString()).contains("exists already; --force replaces it").hasLineCount(1);
      other.run("INSERT INTO t VALUES (3); SELECT 'ready';");
      assertThat(bolt("backup", "--force", file, copy)).as(err.toString()).isZero();
    }
    assertThat(bolt("sql", "--csv", copy, "SELECT a FROM t ORDER BY a")).isZero();
    assertThat(out.toString().lines()).containsExactly("a", "1", "2", "3");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(path -> path.toString().contains("partial"))).isEmpty();
    }
  }

  @Test
  void shouldLeaveNothingWhenItIsToldToEnd() throws Exception {
    List<String> command = java("stress", "--duration", "60", "--instances", "2");
    command.add(1, "-Djava.io.tmpdir=" + folder);
    Process stress = new ProcessBuilder(command).start();
    try (BufferedReader progress = stress.errorReader(StandardCharsets.UTF_8)) {
      assertThat(progress.readLine()).startsWith("starting 2 processes");
      assertThat(progress.readLine()).startsWith("working");
      List<ProcessHandle> workers = stress.children().toList();
      assertThat(workers).hasSize(2);

      stress.destroy();

      assertThat(stress.waitFor(15, TimeUnit.SECONDS)).isTrue();
      assertThat(workers).noneMatch(ProcessHandle::isAlive);
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left.filter(path -> path.getFileName().toString().startsWith("bolt-")))
            .isEmpty();
      }
    } finally {
      stress.destroyForcibly();
    }
  }

  @Test
  void shouldNotCopyWhatIsNotThere() {
    assertThat(bolt("backup", file("nothing.db"), file("copy.db"))).isEqualTo(1);
    assertThat(err.toString()).startsWith("bolt: there is no database file ").hasLineCount(1);
    assertThat(Path.of(file("nothing.db"))).doesNotExist();
  }

  @Test
  void shouldLetAProgramOutsideBoltHaveTheFile() throws IOException {
    String file = file("shared.duckdb");
    try (Other host = new Other(file)) {
      host.run("CREATE TABLE t (a INTEGER); SELECT 'ready';");
      List<String> outside = java("sql", "jdbc:duckdb:" + file, "INSERT INTO t VALUES (42)");
      List<String> arguments = new ArrayList<>(List.of("release", file, "--"));
      arguments.addAll(outside);

      assertThat(bolt(arguments.toArray(String[]::new))).as(err.toString()).isZero();
      assertThat(host.run("SELECT a + 0 AS a FROM t;")).contains("42");
    }
  }

  @Test
  void shouldEndWithTheStatusOfTheProgram() {
    String file = file("shared.duckdb");
    assertThat(bolt("sql", file, "SELECT 1")).isZero();
    assertThat(bolt("release", file, "--", "sh", "-c", "exit 7")).isEqualTo(7);
    assertThat(bolt("release", file, "--", "no-such-program")).isEqualTo(1);
    assertThat(err.toString()).contains("bolt: ");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private int bolt(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return BoltCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>(ChildJvm.java());
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Another process that runs statements on a file, and has it open until it is closed. */
  private static final class Other implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    Other(String file) throws IOException {
      process =
          new ProcessBuilder(java("sql", "--csv", file))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs statements of which the last one gives one row with one value. */
    String run(String statements) throws IOException {
      process.getOutputStream().write((statements + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      assertThat(output.readLine()).isNotNull();
      return output.readLine();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
