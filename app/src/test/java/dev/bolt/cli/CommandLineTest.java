package dev.bolt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class CommandLineTest {

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        "--nope",
        "sql",
        "sql --csv --json jdbc:duckdb: x",
        "stress --engine oracle",
        "stress --instances 0",
        "stress --duration soon",
        "stress --history h.json",
        "fix --dry-run --terminate 1 x"
      })
  void shouldRefuseWrongUsageInOneLine(String arguments) {
    assertThat(bolt(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("bolt: ").endsWith("--help)\n").hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldSuggestTheNearestCommand() {
    bolt("strss");
    assertThat(err.toString())
        .isEqualTo("bolt: there is no command strss; did you mean stress? (see bolt --help)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "sql --help", "stress --help", "--version"})
  void shouldHelp(String arguments) {
    assertThat(bolt(arguments.split(" "))).isZero();
    assertThat(out.toString()).isNotBlank();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldDescribeEveryCommandAndOption() {
    CommandLine bolt = BoltCommand.commandLine(new PrintWriter(out), new PrintWriter(err));
    for (CommandLine command : bolt.getSubcommands().values()) {
      assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
      assertThat(command.getCommandSpec().usageMessage().footer()).isNotEmpty();
      assertThat(command.getCommandSpec().args())
          .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty());
    }
  }

  @Test
  void shouldRunAllStatementsOfAText() {
    assertThat(
            bolt(
                "sql",
                "jdbc:duckdb:",
                "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2); FROM t"))
        .isZero();
    assertThat(out.toString()).isEqualTo("2 rows changed\na\n-\n1\n2\n(2 rows)\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldStopAtTheStatementThatFails() {
    assertThat(bolt("sql", "jdbc:duckdb:", "SELECT 1 AS a; SELECT nope; SELECT 3")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("a\n-\n1\n(1 row)\n");
    assertThat(err.toString()).startsWith("bolt: statement 2: Binder Error: ").hasLineCount(1);
  }

  @Test
  void shouldGiveNothingButJsonWhenAskedForJson() {
    String sql = "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1); FROM t";
    assertThat(bolt("sql", "--json", "jdbc:duckdb:", sql)).isZero();
    assertThat(out.toString()).isEqualTo("[\n{\"a\":1}\n]\n");
  }

  @Test
  void shouldNotCreateAFileToReadIt() {
    Path missing = folder.resolve("missing.db");
    assertThat(bolt("sql", "--read-only", missing.toString(), "SELECT 1")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("bolt: there is no file " + missing + " to read [08001]\n");
    assertThat(missing).doesNotExist();
  }

  @Test
  void shouldShowTheStackTraceOnlyForDebugging() {
    assertThat(bolt("sql", "jdbc:nobody:", "SELECT 1")).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1);
    assertThat(bolt("sql", "--debug", "jdbc:nobody:", "SELECT 1")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat java.sql/java.sql.DriverManager");
  }

  @Test
  void shouldCancelAStatementThatTakesTooLong() {
    String slow = "SELECT count(*) FROM range(10000000000) a, range(1000) b";
    assertThat(bolt("sql", "--timeout", "1", "jdbc:duckdb:", slow)).isEqualTo(1);
    assertThat(err.toString()).startsWith("bolt: ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"60,60000", "1.5,1500", "500ms,500", "2m,120000", "1h,3600000", "3 s,3000"})
  void shouldReadDurations(String text, long millis) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  private int bolt(String... arguments) {
    return BoltCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
