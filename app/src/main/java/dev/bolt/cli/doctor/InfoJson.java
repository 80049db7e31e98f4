package dev.bolt.cli.doctor;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.bolt.client.HostAnswer;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.HostInfo;
import dev.bolt.doctor.MemberInfo;
import dev.bolt.doctor.StorageInfo;
import dev.bolt.doctor.WritersInfo;
import dev.bolt.gate.GateHolder;
import dev.bolt.lock.LockEntry;
import dev.bolt.os.ProcessInfo;
import dev.bolt.transport.HostStatus;
import dev.bolt.transport.SessionStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The state of a database for programs, as one JSON object. Names stay what they are; later
 * versions add some. {@code docs/doctor.md} lists them. Stateless.
 */
public final class InfoJson {

  private InfoJson() {}

  /** The object, without a line break at its end. */
  public static String text(DatabaseInfo info) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setFormattingStyle(FormattingStyle.PRETTY);
    json.beginObject();
    json.name("file").value(info.file().toString());
    json.name("engine").value(info.engine().map(engine -> engine.scheme()).orElse(null));
    json.name("mode").value(label(info.mode()));
    writeTexts(json, "degraded", info.degraded());
    writeStorage(json, info.storage());
    json.name("host");
    if (info.host().isPresent()) {
      writeHost(json, info.host().get());
    } else {
      json.nullValue();
    }
    json.name("writers");
    if (info.writers().isPresent()) {
      writeWriters(json, info.writers().get());
    } else {
      json.nullValue();
    }
    json.name("members").beginArray();
    for (MemberInfo member : info.members()) {
      writeMember(json, member);
    }
    json.endArray();
    writeProcesses(json, "outside", info.outside());
    json.name("releasedBy");
    if (info.releasedBy().isPresent()) {
      writeProcess(json, info.releasedBy().get());
    } else {
      json.nullValue();
    }
    json.name("locks").beginObject();
    writeLocks(json, "holders", info.locks().holders());
    writeLocks(json, "waiters", info.locks().waiters());
    json.endObject();
    json.endObject();
    json.flush();
    return text.toString();
  }

  private static void writeStorage(JsonWriter json, StorageInfo storage) throws IOException {
    json.name("bytes").value(storage.bytes());
    json.name("logBytes");
    if (storage.logBytes().isPresent()) {
      json.value(storage.logBytes().getAsLong());
    } else {
      json.nullValue();
    }
    json.name("journalMode").value(storage.journalMode().orElse(null));
    json.name("fileSystem").value(storage.fileSystem());
  }

  private static void writeHost(JsonWriter json, HostInfo host) throws IOException {
    json.beginObject();
    writeFields(json, host.process());
    HostAnswer answer = host.answer();
    json.name("state").value(label(answer.state()));
    json.name("detail").value(answer.detail());
    json.name("published");
    if (host.published().isPresent()) {
      writePublished(json, host.published().get());
    } else {
      json.nullValue();
    }
    if (answer.status().isPresent()) {
      HostStatus status = answer.status().get();
      json.name("hostingMillis").value(status.hosting().toMillis());
      json.name("leaving").value(status.leaving());
      json.name("ownSessions").value(status.ownSessions());
    }
    json.endObject();
  }

  private static void writePublished(JsonWriter json, HostInfo.Published host) throws IOException {
    json.beginObject();
    json.name("epoch").value(host.epoch());
    json.name("protocolVersion").value(host.protocolVersion());
    json.name("engineVersion").value(host.engineVersion());
    json.name("options").beginObject();
    for (Map.Entry<String, String> option : host.options().entrySet()) {
      json.name(option.getKey()).value(option.getValue());
    }
    json.endObject();
    writeTexts(json, "settings", host.settings());
    json.name("socket").value(host.socket().map(Path::toString).orElse(null));
    json.endObject();
  }

  private static void writeWriters(JsonWriter json, WritersInfo writers) throws IOException {
    json.beginObject();
    json.name("gate").value(label(writers.gate()));
    json.name("inside");
    if (writers.inside().isPresent()) {
      GateHolder inside = writers.inside().get();
      json.beginObject();
      writeFields(json, ProcessInfo.of(inside.process().pid()));
      json.name("dead").value(inside.process().isDead());
      json.name("millis").value(inside.inside().toMillis());
      json.endObject();
    } else {
      json.nullValue();
    }
    writeProcesses(json, "waiting", writers.waiting());
    writeProcesses(json, "readers", writers.readers());
    json.endObject();
  }

  private static void writeMember(JsonWriter json, MemberInfo member) throws IOException {
    json.beginObject();
    writeFields(json, member.process());
    json.name("sessions").beginArray();
    for (SessionStatus session : member.sessions()) {
      json.beginObject();
      json.name("number").value(session.number());
      json.name("transaction").value(label(session.transaction()));
      json.name("running").value(session.running().orElse(null));
      json.name("millis").value(session.since().toMillis());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private static void writeLocks(JsonWriter json, String name, List<LockEntry> entries)
      throws IOException {
    json.name(name).beginArray();
    for (LockEntry entry : entries) {
      json.beginObject();
      json.name("name").value(entry.name());
      json.name("mode").value(label(entry.mode()));
      json.name("pid").value(entry.pid());
      json.name("command").value(entry.command());
      json.name("owner").value(entry.owner());
      json.name("since").value(entry.since().toString());
      json.name("stopped").value(entry.stopped());
      json.name("dead").value(entry.process().isDead());
      json.name("fencingToken").value(entry.fencingToken());
      json.endObject();
    }
    json.endArray();
  }

  private static void writeProcesses(JsonWriter json, String name, List<ProcessInfo> processes)
      throws IOException {
    json.name(name).beginArray();
    for (ProcessInfo process : processes) {
      writeProcess(json, process);
    }
    json.endArray();
  }

  private static void writeProcess(JsonWriter json, ProcessInfo process) throws IOException {
    json.beginObject();
    writeFields(json, process);
    json.endObject();
  }

  private static void writeFields(JsonWriter json, ProcessInfo process) throws IOException {
    json.name("pid").value(process.pid());
    json.name("command").value(process.command());
    json.name("since").value(process.since().map(Instant::toString).orElse(null));
    json.name("stopped").value(process.stopped());
  }

  private static void writeTexts(JsonWriter json, String name, List<String> texts)
      throws IOException {
    json.name(name).beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
