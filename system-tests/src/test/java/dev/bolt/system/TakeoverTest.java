package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bolt.EngineKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts, or any processes where there are none, that are killed while all work. */
@Timeout(180)
class TakeoverTest {

  private static final long LONGEST_MICROS = 15_000_000;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLoseAndDoubleNothingWhenProcessesAreKilled(EngineKind engine) throws Exception {
    stress(engine, 4, 2);
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  @Tag("drill")
  void shouldLoseAndDoubleNothingWhenOneOfSixteenIsKilled(EngineKind engine) throws Exception {
    stress(engine, 16, 2);
  }

  private static void stress(EngineKind engine, int instances, int kill) throws Exception {
    CommandLine run =
        CommandLine.run(
            "stress",
            "--engine=" + engine.scheme(),
            "--instances=" + instances,
            "--threads=2",
            "--warmup=1",
            "--duration=5",
            "--kill=" + kill,
            "--workload=all",
            "--json");

    JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(report.get("ok").getAsBoolean()).isTrue();
    assertThat(report.get("lost").getAsLong()).isZero();
    assertThat(report.get("doubled").getAsLong()).isZero();
    assertThatReadsNeverFail(report);
    assertThatOnlyWritesAreUnknown(report);
    assertThatTakeoversAreQuick(report, engine);
  }

  private static void assertThatReadsNeverFail(JsonObject report) {
    JsonObject reads = report.getAsJsonObject("operations").getAsJsonObject("read");
    assertThat(reads.get("count").getAsLong()).isPositive();
    assertThat(reads.get("errors").getAsLong()).isZero();
    assertThat(reads.get("unknown").getAsLong()).isZero();
    assertThat(reads.get("retries").getAsLong()).isZero();
  }

  private static void assertThatOnlyWritesAreUnknown(JsonObject report) {
    for (JsonElement error : report.getAsJsonArray("errors")) {
      assertThat(error.getAsJsonObject().get("sqlState").getAsString())
          .as(report.toString())
          .isEqualTo("08007");
    }
  }

  private static void assertThatTakeoversAreQuick(JsonObject report, EngineKind engine) {
    assertThat(report.getAsJsonArray("takeovers")).isNotEmpty();
    for (JsonElement element : report.getAsJsonArray("takeovers")) {
      JsonObject takeover = element.getAsJsonObject();
      assertThat(takeover.get("host").getAsBoolean()).isEqualTo(engine == EngineKind.DUCKDB);
      // Who is killed right before the end leaves nobody who would go on.
      if (takeover.has("micros")) {
        assertThatOthersWentOn(report, engine, takeover.get("micros").getAsLong());
      }
    }
  }

  private static void assertThatOthersWentOn(JsonObject report, EngineKind engine, long micros) {
    System.out.printf(
        "%s, %d processes: others went on after %,d µs%n",
        engine.productName(), report.get("instances").getAsInt(), micros);
    assertThat(micros).isLessThan(LONGEST_MICROS);
  }
}
