package dev.bolt.cli.stress;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.bolt.cli.consistency.AnomalyKind;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** A report for programs. Stateless. */
public final class ReportJson {

  private ReportJson() {}

  /** Writes the report as one JSON object. */
  public static void write(StressReport report, Writer out) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.setFormattingStyle(FormattingStyle.PRETTY);
    json.beginObject();
    json.name("ok").value(report.ok());
    json.name("verdict").value(report.verdict());
    json.name("workload").value(report.workload().toString());
    json.name("instances").value(report.instances());
    json.name("threads").value(report.threads());
    json.name("seconds").value(report.seconds());
    json.name("perSecond").value(report.totalPerSecond());
    writeOperations(json, report);
    writeErrors(json, report);
    writeTakeovers(json, report);
    json.name("lost").value(report.audit().lost());
    json.name("doubled").value(report.audit().doubled());
    if (report.history().isPresent()) {
      writeHistory(json, report.history().get());
    }
    json.endObject();
    json.flush();
    out.write('\n');
  }

  private static void writeOperations(JsonWriter json, StressReport report) throws IOException {
    json.name("operations").beginObject();
    for (OperationFigures figures : report.operations()) {
      json.name(figures.kind().label()).beginObject();
      json.name("count").value(figures.count());
      json.name("perSecond").value(figures.perSecond());
      json.name("p50Micros").value(figures.p50Micros());
      json.name("p99Micros").value(figures.p99Micros());
      json.name("maxMicros").value(figures.maxMicros());
      json.name("retries").value(figures.retries());
      json.name("unknown").value(figures.unknown());
      json.name("errors").value(figures.errors());
      json.endObject();
    }
    json.endObject();
  }

  private static void writeErrors(JsonWriter json, StressReport report) throws IOException {
    json.name("errors").beginArray();
    for (StressReport.ErrorCount error : report.errors()) {
      json.beginObject();
      json.name("sqlState").value(error.sqlState());
      json.name("message").value(error.message());
      json.name("count").value(error.count());
      json.endObject();
    }
    json.endArray();
  }

  private static void writeHistory(JsonWriter json, HistoryVerdict history) throws IOException {
    json.name("history").beginObject();
    json.name("transactions").value(history.findings().transactions());
    json.name("isolation").value(history.observed());
    json.name("promised").value(history.promised().label());
    json.name("anomalies").beginObject();
    for (Map.Entry<AnomalyKind, Long> kind : history.counts().entrySet()) {
      json.name(kind.getKey().label()).value(kind.getValue());
    }
    json.endObject();
    json.endObject();
  }

  private static void writeTakeovers(JsonWriter json, StressReport report) throws IOException {
    json.name("takeovers").beginArray();
    for (Takeover takeover : report.takeovers()) {
      json.beginObject();
      json.name("pid").value(takeover.pid());
      json.name("host").value(takeover.host());
      if (takeover.micros().isPresent()) {
        json.name("micros").value(takeover.micros().getAsLong());
      }
      json.endObject();
    }
    json.endArray();
  }
}
