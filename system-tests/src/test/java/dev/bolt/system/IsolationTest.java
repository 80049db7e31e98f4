package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bolt.EngineKind;
import dev.bolt.cli.consistency.ConsistencyCheck;
import dev.bolt.cli.consistency.Findings;
import dev.bolt.cli.consistency.Isolation;
import dev.bolt.cli.history.History;
import dev.bolt.cli.history.Transaction;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each engine keeps the isolation level that it promises, also while processes are killed. */
@Timeout(180)
class IsolationTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldKeepTheIsolationLevelWhenProcessesAreKilled(EngineKind engine) throws Exception {
    stress(engine, "--instances=3", "--duration=4", "--kill=2");
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  @Tag("drill")
  void shouldKeepTheIsolationLevelWhenOneOfEightIsKilled(EngineKind engine) throws Exception {
    stress(engine, "--instances=8", "--duration=20", "--kill=2");
  }

  private void stress(EngineKind engine, String... size) throws Exception {
    Path file = folder.resolve("history.json");
    String[] arguments = {
      "stress",
      "--engine=" + engine.scheme(),
      "--workload=append",
      "--history=" + file,
      "--warmup=0",
      "--json",
      size[0],
      size[1],
      size[2]
    };
    CommandLine run = CommandLine.run(arguments);

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    History history = History.read(file);
    Findings findings = ConsistencyCheck.of(history);
    assertThat(findings.violationsOf(promised(engine))).isEmpty();
    assertThat(history.transactions()).filteredOn(Transaction::committed).isNotEmpty();

    JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(report.getAsJsonArray("takeovers")).isNotEmpty();
    for (JsonElement error : report.getAsJsonArray("errors")) {
      assertThat(error.getAsJsonObject().get("sqlState").getAsString())
          .as(run.out())
          .isEqualTo("08007");
    }
    System.out.println(engine.productName() + ": " + report.get("history"));
  }

  private static Isolation promised(EngineKind engine) {
    return switch (engine) {
      case DUCKDB -> Isolation.STRONG_SNAPSHOT;
      case SQLITE -> Isolation.STRICT_SERIALIZABLE;
    };
  }
}
