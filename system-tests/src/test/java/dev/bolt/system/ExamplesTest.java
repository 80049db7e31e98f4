package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples, each started by its command. */
@Timeout(120)
class ExamplesTest {

  @TempDir Path folder;

  private Process start(String example, String... arguments) throws IOException {
    List<String> command = BoltJar.javaAsLaunched(List.of());
    command.add(BoltJar.project().resolve("examples").resolve(example + ".java").toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  @Test
  void shouldShareAListAmongTheAgentsOfTwoProcesses() throws Exception {
    List<String> outputs = new ArrayList<>();
    List<Process> both =
        List.of(start("AgentsOnOneFile", "a.duckdb"), start("AgentsOnOneFile", "a.duckdb"));
    for (Process process : both) {
      outputs.add(output(process));
    }
    int done =
        outputs.stream()
            .mapToInt(text -> Integer.parseInt(text.replaceAll("(?s).*did (\\d+) of 200.*", "$1")))
            .sum();
    assertThat(done).as("%s", outputs).isEqualTo(200);
  }

  @Test
  void shouldMakeEachPageOnceForTwoProcesses() throws Exception {
    int made = 0;
    for (Process process : List.of(start("SharedCache", "pages"), start("SharedCache", "pages"))) {
      made += Integer.parseInt(output(process).replaceAll("(?s).*made (\\d+) of the 20.*", "$1"));
    }
    assertThat(made).isEqualTo(20);
  }

  @Test
  void shouldFindCode() throws Exception {
    String sources = BoltJar.project().resolve("core/src/main/java/dev/bolt/election").toString();
    String question = "the kernel lock whose owner is the host";
    assertThat(output(start("CodeSearch", sources, question, "code.duckdb")))
        .contains("kernel lock")
        .contains(" 0 gone")
        .doesNotContain(", 0 read");
  }

  @Test
  void shouldTakeOrders() throws Exception {
    assertThat(output(start("OrderService", "orders.sqlite", "try")))
        .contains("order 1: coffee")
        .contains("order 3: water");
  }
}
