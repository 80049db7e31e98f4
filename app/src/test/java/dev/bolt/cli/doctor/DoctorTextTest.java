package dev.bolt.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bolt.EngineKind;
import dev.bolt.client.HostAnswer;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.DatabaseInfo.Mode;
import dev.bolt.doctor.DatabaseReport;
import dev.bolt.doctor.Finding;
import dev.bolt.doctor.Finding.Deed;
import dev.bolt.doctor.FixReport;
import dev.bolt.doctor.Holder;
import dev.bolt.doctor.HostInfo;
import dev.bolt.doctor.MemberInfo;
import dev.bolt.doctor.SharingCheck;
import dev.bolt.doctor.SharingCheck.Outcome;
import dev.bolt.doctor.SharingReport;
import dev.bolt.doctor.StorageInfo;
import dev.bolt.doctor.WritersInfo;
import dev.bolt.engine.TransactionState;
import dev.bolt.gate.GateHolder;
import dev.bolt.gate.GateState;
import dev.bolt.lock.LockEntry;
import dev.bolt.lock.LockInfo;
import dev.bolt.lock.LockMode;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import dev.bolt.transport.HostStatus;
import dev.bolt.transport.MemberStatus;
import dev.bolt.transport.SessionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DoctorTextTest {

  private static final Path FILE = Path.of("/data/a.duckdb");
  private static final ProcessInfo HOST =
      new ProcessInfo(11, "java -jar a", Optional.empty(), false);
  private static final ProcessInfo MEMBER =
      new ProcessInfo(12, "java -jar b", Optional.empty(), false);
  private static final ProcessInfo OUTSIDE = new ProcessInfo(13, "duckdb", Optional.empty(), false);

  /** A process that nobody is: its number is too large for one. */
  private static final ProcessIdentity GONE =
      new ProcessIdentity(1L << 40, 1, ProcessIdentity.self().namespace());

  private static final LockInfo LOCKS =
      new LockInfo(List.of(lock("thread main", 77)), List.of(lock("session x", 0)));

  private static LockEntry lock(String owner, long token) {
    return new LockEntry("reindex", LockMode.EXCLUSIVE, GONE, owner, Instant.EPOCH, token);
  }

  private static DatabaseInfo hosted() {
    List<SessionStatus> sessions =
        List.of(
            new SessionStatus(
                1,
                TransactionState.WRITING,
                Optional.of("UPDATE t\n  SET x = 1"),
                Duration.ofMillis(20)),
            new SessionStatus(2, TransactionState.NONE, Optional.empty(), Duration.ofSeconds(30)));
    HostStatus status =
        new HostStatus(
            Duration.ofMinutes(5),
            false,
            1,
            List.of(new MemberStatus(new ProcessIdentity(12, 0, 0), sessions)));
    return new DatabaseInfo(
        FILE,
        Optional.of(EngineKind.DUCKDB),
        Mode.HOSTED,
        List.of("The path is long"),
        new StorageInfo(20 << 20, OptionalLong.of(65_536), Optional.empty(), "ext4"),
        Optional.of(
            new HostInfo(
                HOST,
                Optional.of(
                    new HostInfo.Published(
                        3,
                        2,
                        "v2.0",
                        Map.of("threads", "2"),
                        List.of("SET GLOBAL x = 1"),
                        Optional.of(Path.of("/data/a.duckdb.bolt/s-1")))),
                new HostAnswer(HostAnswer.State.ANSWERS, Optional.of(status), ""))),
        Optional.empty(),
        List.of(new MemberInfo(MEMBER, sessions)),
        List.of(OUTSIDE),
        Optional.empty(),
        LOCKS);
  }

  private static DatabaseInfo gated() {
    return new DatabaseInfo(
        Path.of("/data/a.sqlite"),
        Optional.of(EngineKind.SQLITE),
        Mode.GATED,
        List.of(),
        new StorageInfo(8192, OptionalLong.empty(), Optional.of("wal"), "ext4"),
        Optional.empty(),
        Optional.of(
            new WritersInfo(
                GateState.Condition.GOOD,
                Optional.of(new GateHolder(ProcessIdentity.self(), Duration.ofMillis(7))),
                List.of(HOST, MEMBER),
                List.of(OUTSIDE))),
        List.of(),
        List.of(),
        Optional.empty(),
        LockInfo.NOTHING);
  }

  @Test
  void shouldShowAHostedDatabase() {
    assertThat(InfoText.lines(hosted()))
        .containsExactly(
            "/data/a.duckdb",
            "  engine     DuckDB",
            "  mode       hosted: one process has the file, others join it, degraded",
            "  degraded   The path is long",
            "  file       20 MiB, log 64 KiB, on ext4",
            "  host       PID 11 (java -jar a), host for 5 min",
            "  version    v2.0 of the engine, 2 of the protocol; host number 3",
            "  option     threads=2",
            "  setting    SET GLOBAL x = 1",
            "  sessions   1 of the host itself, 2 of processes that joined",
            "  connected  PID 12 (java -jar b)",
            "             session 1, transaction writing, runs for 20 ms: UPDATE t SET x = 1",
            "             session 2, idle for 30 s",
            "  locked     'reindex' by PID 1099511627776, which is dead, thread main, exclusive since"
                + " 1970-01-01T00:00:00Z",
            "  awaited    'reindex' by PID 1099511627776, which is dead, session x, exclusive since"
                + " 1970-01-01T00:00:00Z",
            "  outside    PID 13 (duckdb), without Bolt");
  }

  @Test
  void shouldShowThoseWhoWriteAndWaitAndRead() {
    assertThat(InfoText.lines(gated()))
        .contains(
            "  file       8192 bytes, journal mode wal, on ext4",
            "  waiting    2 to write: PID 11, PID 12",
            "  reading    PID 13 (duckdb), so that the log cannot begin anew")
        .anyMatch(line -> line.startsWith("  writing    PID ") && line.endsWith("inside for 7 ms"));
  }

  @Test
  void shouldGiveOneObjectOfJson() throws Exception {
    JsonObject hosted = JsonParser.parseString(InfoJson.text(hosted())).getAsJsonObject();
    JsonObject gated = JsonParser.parseString(InfoJson.text(gated())).getAsJsonObject();

    assertThat(hosted.keySet())
        .isEqualTo(gated.keySet())
        .containsExactly(
            "file",
            "engine",
            "mode",
            "degraded",
            "bytes",
            "logBytes",
            "journalMode",
            "fileSystem",
            "host",
            "writers",
            "members",
            "outside",
            "releasedBy",
            "locks");
    JsonObject host = hosted.getAsJsonObject("host");
    assertThat(host.get("pid").getAsLong()).isEqualTo(11);
    assertThat(host.get("state").getAsString()).isEqualTo("answers");
    assertThat(host.getAsJsonObject("published").get("epoch").getAsLong()).isEqualTo(3);
    assertThat(host.get("hostingMillis").getAsLong()).isEqualTo(300_000);
    JsonObject session =
        hosted
            .getAsJsonArray("members")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("sessions")
            .get(0)
            .getAsJsonObject();
    assertThat(session.get("transaction").getAsString()).isEqualTo("writing");
    assertThat(gated.getAsJsonObject("writers").getAsJsonArray("waiting")).hasSize(2);
    assertThat(gated.getAsJsonObject("writers").getAsJsonObject("inside").get("millis").getAsLong())
        .isEqualTo(7);
    assertThat(gated.get("host").isJsonNull()).isTrue();
    JsonObject holder =
        hosted.getAsJsonObject("locks").getAsJsonArray("holders").get(0).getAsJsonObject();
    assertThat(holder.get("name").getAsString()).isEqualTo("reindex");
    assertThat(holder.get("dead").getAsBoolean()).isTrue();
    assertThat(holder.get("fencingToken").getAsLong()).isEqualTo(77);
  }

  @Test
  void shouldSayWhatACheckMeansThatFailed() {
    assertThat(
            SharingText.lines(
                new SharingCheck("socket", Outcome.FAILED, true, "no\nsockets", "nobody joins")))
        .containsExactly("FAILED   socket             no sockets", "         needed: nobody joins");
    SharingReport report = new SharingReport(FILE, EngineKind.DUCKDB, true, 4, List.of());
    assertThat(SharingText.verdict(report))
        .isEqualTo("4 processes can share databases of DuckDB in /data");
  }

  @Test
  void shouldNameWhoHoldsADatabaseAndHowToEndHim() {
    FixReport report =
        new FixReport(
            List.of(
                new DatabaseReport(
                    FILE,
                    List.of(new Holder(HOST, Holder.Role.HOST)),
                    List.of(
                        new Finding(
                            Path.of("/data/a.duckdb.bolt/s-1"),
                            "a socket",
                            Deed.REMOVED,
                            "free")))),
            List.of(),
            List.of("/data/x cannot be read: no permission"));

    assertThat(FixText.lines(report, Path.of("/data")))
        .containsExactly(
            "/data/a.duckdb",
            "  in use   hosted by PID 11 (java -jar a)",
            "           to end it: bolt fix /data/a.duckdb --terminate 11",
            "  removed  /data/a.duckdb.bolt/s-1: a socket",
            "           free",
            "not looked at: /data/x cannot be read: no permission",
            "1 database at /data: 1 removed");
    assertThat(report.ok()).isFalse();
  }
}
