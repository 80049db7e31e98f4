package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bolt.EngineKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes that do nothing but commit are killed at random moments and replaced, in rounds; after
 * each round the engine alone opens the file, which is held against what was acknowledged.
 *
 * <p>{@code -Dkills} says how many kills a drill has, five of six in DuckDB; {@code -Dinterval} the
 * seconds between two of them on average.
 */
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class KillDrillTest {

  private static final int ROUND_SECONDS = 20;
  private static final Set<String> OF_ONE_STATEMENT = Set.of("insert", "returning", "batch");

  @Test
  void shouldKeepEveryCommitOnceInAShortDrill() throws Exception {
    drill(EngineKind.DUCKDB, 2, 5, 0.8);
  }

  @Test
  @Tag("drill")
  void shouldKeepEveryCommitOnceWhenHostsAreKilledAgainAndAgain() throws Exception {
    int kills = Integer.getInteger("kills", 300);
    drill(EngineKind.DUCKDB, kills - kills / 6, ROUND_SECONDS, interval());
    drill(EngineKind.SQLITE, kills / 6, ROUND_SECONDS, interval());
  }

  private static double interval() {
    return Double.parseDouble(System.getProperty("interval", "0.6"));
  }

  private static void drill(EngineKind engine, int kills, int seconds, double interval)
      throws Exception {
    Figures figures = new Figures();
    while (figures.kills < kills) {
      CommandLine run =
          CommandLine.run(
              "stress",
              "--engine=" + engine.scheme(),
              "--workload=commits",
              "--duration=" + seconds,
              "--warmup=1",
              "--kill=" + interval,
              "--json");
      assertThat(run.out()).as(run.err()).startsWith("{");
      figures.add(JsonParser.parseString(run.out()).getAsJsonObject());
      System.out.println(figures.row(engine));
    }
    assertThat(figures.problems).isEmpty();
    assertThat(figures.lost + figures.doubled + figures.torn + figures.errors).isZero();
  }

  /** The sums of all rounds of an engine. */
  private static final class Figures {
    private final List<Long> micros = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int kills;
    private long acknowledged;
    private long lost;
    private long doubled;
    private long torn;
    private long errors;

    void add(JsonObject report) {
      for (JsonElement element : report.getAsJsonArray("takeovers")) {
        kills++;
        JsonObject takeover = element.getAsJsonObject();
        if (takeover.has("micros")) {
          micros.add(takeover.get("micros").getAsLong());
        }
      }
      lost += report.get("lost").getAsLong();
      doubled += report.get("doubled").getAsLong();
      String verdict = report.get("verdict").getAsString();
      torn += verdict.contains("torn") || verdict.contains("add up to") ? 1 : 0;
      report
          .getAsJsonObject("operations")
          .entrySet()
          .forEach(entry -> add(entry.getKey(), entry.getValue().getAsJsonObject()));
      if (!report.get("ok").getAsBoolean()) {
        problems.add(verdict + " " + report.getAsJsonArray("errors"));
      }
    }

    // A transaction may be told to begin anew; a single statement may not be told of any kill.
    private void add(String kind, JsonObject operation) {
      acknowledged += operation.get("count").getAsLong();
      errors += operation.get("errors").getAsLong() + operation.get("unknown").getAsLong();
      if (OF_ONE_STATEMENT.contains(kind)) {
        errors += operation.get("retries").getAsLong();
      }
    }

    String row(EngineKind engine) {
      Collections.sort(micros);
      return String.format(
          "| %s | %d | %,d | %d | %d | %d | %d | %s | %s |",
          engine.productName(),
          kills,
          acknowledged,
          lost,
          doubled,
          torn,
          errors,
          millis(micros.size() / 2),
          millis(micros.size() - 1));
    }

    private String millis(int index) {
      return micros.isEmpty() ? "-" : String.format("%,d ms", micros.get(index) / 1000);
    }
  }
}
