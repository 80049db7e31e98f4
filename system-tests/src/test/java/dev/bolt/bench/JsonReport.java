package dev.bolt.bench;

import com.google.gson.Gson;
import com.google.gson.stream.JsonWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as programs read it. Stateless. */
final class JsonReport {

  private JsonReport() {}

  static String of(Report report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", report.machine());
    json.put("seconds", report.settings().seconds().toMillis() / 1e3);
    json.put("rounds", report.settings().rounds());
    json.put("contests", report.outcomes().stream().map(JsonReport::outcome).toList());
    json.put("figures", report.figures().stream().map(JsonReport::figure).toList());
    json.put("microbenchmarks", report.scores().stream().map(JsonReport::score).toList());
    StringWriter text = new StringWriter();
    JsonWriter writer = new JsonWriter(text);
    writer.setIndent("  ");
    new Gson().toJson(json, Map.class, writer);
    return text + "\n";
  }

  private static Map<String, Object> outcome(Outcome outcome) {
    List<Map<String, Object>> standings =
        outcome.standings().stream().map(standing -> standing(outcome, standing)).toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("workload", outcome.contest().workload().toString());
    json.put("contestants", standings);
    return json;
  }

  private static Map<String, Object> standing(Outcome outcome, Standing standing) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("contestant", standing.contestant().label());
    json.put("present", standing.contestant().present());
    json.put("shape", standing.contestant().shape());
    json.put("perSecond", finite(standing.perSecond()));
    json.put("boltDuckDbRatio", finite(outcome.boltTo(Family.DUCKDB, standing)));
    json.put("boltSqliteRatio", finite(outcome.boltTo(Family.SQLITE, standing)));
    json.put("lockErrors", standing.lockErrorCount());
    json.put("rounds", standing.samples().stream().map(JsonReport::sample).toList());
    return json;
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("perSecond", sample.perSecond());
    json.put("p50Micros", finite(sample.p50Micros()));
    json.put("p99Micros", finite(sample.p99Micros()));
    json.put("maxMicros", finite(sample.maxMicros()));
    json.put("retries", sample.retries());
    json.put("errors", sample.errors());
    json.put("problems", sample.problems());
    return json;
  }

  private static Map<String, Object> figure(Figure figure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", figure.quantity().title());
    json.put("unit", figure.quantity().unit());
    json.put("atMost", finite(figure.quantity().atMost()));
    json.put("median", finite(figure.median()));
    json.put("rounds", figure.rounds());
    json.put("problems", figure.problems());
    return json;
  }

  private static Map<String, Object> score(MicroScore score) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", score.name());
    json.put("micros", finite(score.micros()));
    json.put("error", finite(score.error()));
    return json;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
