package dev.bolt.cli.doctor;

import dev.bolt.EngineKind;
import dev.bolt.client.HostAnswer;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.DatabaseInfo.Mode;
import dev.bolt.doctor.HostInfo;
import dev.bolt.doctor.MemberInfo;
import dev.bolt.doctor.StorageInfo;
import dev.bolt.doctor.WritersInfo;
import dev.bolt.engine.TransactionState;
import dev.bolt.lock.LockEntry;
import dev.bolt.os.ProcessInfo;
import dev.bolt.transport.HostStatus;
import dev.bolt.transport.SessionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The state of a database for people: a line for each thing, its name before it. Stateless. */
public final class InfoText {

  private static final int NAME_WIDTH = 11;
  private static final long KIB = 1024;

  private InfoText() {}

  /** The lines. */
  public static List<String> lines(DatabaseInfo info) {
    List<String> lines = new ArrayList<>();
    lines.add(info.file().toString());
    add(lines, "engine", info.engine().map(EngineKind::productName).orElse("not known"));
    add(lines, "mode", mode(info));
    info.degraded().forEach(reason -> add(lines, "degraded", reason));
    add(lines, "file", storage(info.storage()));
    info.releasedBy()
        .ifPresent(by -> add(lines, "released", "to a program outside Bolt, by " + by.describe()));
    info.host().ifPresent(host -> addHost(lines, host));
    if (info.mode() == Mode.HOSTED && info.host().isEmpty()) {
      add(lines, "host", "nobody");
    }
    info.writers().ifPresent(writers -> addWriters(lines, writers));
    addMembers(lines, info);
    info.locks().holders().forEach(holder -> add(lines, "locked", lock(holder)));
    info.locks().waiters().forEach(waiter -> add(lines, "awaited", lock(waiter)));
    info.outside().forEach(program -> add(lines, "outside", program.describe() + ", without Bolt"));
    return lines;
  }

  private static void add(List<String> lines, String name, String text) {
    // Commands and statements are others' texts: none of them may move the cursor, or worse.
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    lines.add("  " + name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + visible);
  }

  private static String mode(DatabaseInfo info) {
    String degraded = info.degraded().isEmpty() ? "" : ", degraded";
    return switch (info.mode()) {
      case HOSTED -> "hosted: one process has the file, others join it" + degraded;
      case GATED -> "gated: every process opens the file, writers take turns" + degraded;
      case READ_ONLY -> "read-only: this process reads the file by itself";
      case UNKNOWN -> "unknown";
    };
  }

  private static String storage(StorageInfo storage) {
    StringBuilder text = new StringBuilder(size(storage.bytes()));
    storage.logBytes().ifPresent(bytes -> text.append(", log ").append(size(bytes)));
    storage.journalMode().ifPresent(mode -> text.append(", journal mode ").append(mode));
    if (!storage.fileSystem().isEmpty()) {
      text.append(", on ").append(storage.fileSystem());
    }
    return text.toString();
  }

  private static void addHost(List<String> lines, HostInfo host) {
    String hosting =
        host.answer().status().map(status -> ", host for " + age(status.hosting())).orElse("");
    add(lines, "host", host.process().describe() + hosting);
    if (host.answer().state() != HostAnswer.State.ANSWERS) {
      add(lines, "answer", "none: " + host.answer().detail());
    }
    host.published().ifPresent(published -> addPublished(lines, published));
    host.answer().status().ifPresent(status -> add(lines, "sessions", sessions(status)));
  }

  private static String sessions(HostStatus status) {
    int joined = status.members().stream().mapToInt(member -> member.sessions().size()).sum();
    return status.ownSessions()
        + " of the host itself, "
        + joined
        + " of processes that joined"
        + (status.leaving() ? "; the host is handing over" : "");
  }

  private static void addPublished(List<String> lines, HostInfo.Published host) {
    add(
        lines,
        "version",
        host.engineVersion()
            + " of the engine, "
            + host.protocolVersion()
            + " of the protocol; host number "
            + host.epoch());
    for (Map.Entry<String, String> option : host.options().entrySet()) {
      add(lines, "option", option.getKey() + "=" + option.getValue());
    }
    host.settings().forEach(setting -> add(lines, "setting", setting));
  }

  private static void addWriters(List<String> lines, WritersInfo writers) {
    add(
        lines,
        "writing",
        writers.inside().map(inside -> inside.describe()).orElse("nobody is inside the gate"));
    if (!writers.waiting().isEmpty()) {
      add(lines, "waiting", writers.waiting().size() + " to write: " + names(writers.waiting()));
    }
    writers
        .readers()
        .forEach(
            reader ->
                add(lines, "reading", reader.describe() + ", so that the log cannot begin anew"));
  }

  private static String names(List<ProcessInfo> processes) {
    return String.join(", ", processes.stream().map(process -> "PID " + process.pid()).toList());
  }

  private static void addMembers(List<String> lines, DatabaseInfo info) {
    for (MemberInfo member : info.members()) {
      add(lines, "connected", member.process().describe());
      member.sessions().forEach(session -> add(lines, "", session(session)));
    }
    if (info.members().isEmpty() && info.host().isEmpty()) {
      add(lines, "connected", "nobody");
    }
  }

  private static String lock(LockEntry entry) {
    return "'" + entry.name() + "' by " + entry.describe();
  }

  private static String session(SessionStatus session) {
    String transaction =
        session.transaction() == TransactionState.NONE
            ? ""
            : ", transaction " + session.transaction().name().toLowerCase(Locale.ROOT);
    String doing =
        session.running().isPresent()
            ? ", runs for " + age(session.since()) + ": " + oneLine(session.running().get())
            : ", idle for " + age(session.since());
    return "session " + session.number() + transaction + doing;
  }

  private static String oneLine(String sql) {
    return sql.strip().replaceAll("\\s+", " ");
  }

  /** A duration in the largest fitting unit. */
  static String age(Duration age) {
    long millis = Math.max(0, age.toMillis());
    if (millis < 10_000) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }

  /** A number of bytes in the largest fitting unit. */
  static String size(long bytes) {
    if (bytes < 10 * KIB) {
      return bytes + " bytes";
    }
    double kib = bytes / (double) KIB;
    return kib < 10 * KIB
        ? String.format(Locale.ROOT, "%,.0f KiB", kib)
        : String.format(Locale.ROOT, "%,.0f MiB", kib / KIB);
  }
}
