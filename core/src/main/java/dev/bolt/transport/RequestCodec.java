package dev.bolt.transport;

import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.MetadataCall;
import dev.bolt.engine.SessionContext;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.ValueCodec;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes and reads what a client asks. The layouts are drawn in {@code docs/protocol.md}. */
public final class RequestCodec {

  private static final int AUTO_COMMIT = 1;
  private static final int READ_ONLY = 1 << 1;
  private static final int ONLY_IF_READ = 1 << 2;
  private static final int WANTS_KEYS = 1 << 3;
  private static final int NUMBERED = 1 << 4;

  private static final StatementKind[] KINDS = StatementKind.values();

  private RequestCodec() {}

  /** Writes a statement: kind, number of parameters, text. */
  public static void writeStatement(SqlStatement statement, WireWriter out) {
    out.putByte(statement.kind().ordinal());
    out.putVarInt(statement.parameterCount());
    out.putString(statement.text());
  }

  /** Reads a statement. */
  public static SqlStatement readStatement(WireReader in) throws ProtocolException {
    int kind = in.readByte() & 0xff;
    if (kind >= KINDS.length) {
      throw new ProtocolException("Statement of unknown kind " + kind);
    }
    int parameterCount = in.readVarInt();
    return new SqlStatement(in.readString(), KINDS[kind], parameterCount);
  }

  /**
   * Writes the options of an execution: flags, row limit, timeout in ms, number of the operation,
   * keys wanted.
   */
  public static void writeOptions(ExecuteOptions options, WireWriter out) {
    ExecuteOptions.GeneratedKeys keys = options.keys();
    out.putByte(
        (options.autoCommit() ? AUTO_COMMIT : 0)
            | (options.readOnly() ? READ_ONLY : 0)
            | (options.onlyIfRead() ? ONLY_IF_READ : 0)
            | (keys.wanted() ? WANTS_KEYS : 0)
            | (options.sequence() != 0 ? NUMBERED : 0));
    out.putLong(options.maxRows());
    out.putLong(options.timeout() == null ? 0 : options.timeout().toMillis());
    if (options.sequence() != 0) {
      out.putLong(options.sequence());
    }
    if (keys.wanted()) {
      out.putVarInt(keys.indexes().size());
      keys.indexes().forEach(out::putInt);
      out.putVarInt(keys.names().size());
      keys.names().forEach(out::putString);
    }
  }

  /** Reads the options of an execution. */
  public static ExecuteOptions readOptions(WireReader in) throws ProtocolException {
    int flags = in.readByte();
    long maxRows = in.readLong();
    long timeout = in.readLong();
    if (maxRows < 0 || timeout < 0) {
      throw new ProtocolException("Negative row limit or timeout");
    }
    long sequence = (flags & NUMBERED) == 0 ? 0 : in.readLong();
    ExecuteOptions.GeneratedKeys keys = ExecuteOptions.GeneratedKeys.NONE;
    if ((flags & WANTS_KEYS) != 0) {
      List<Integer> indexes = new ArrayList<>();
      for (int i = in.readCount(Integer.BYTES); i > 0; i--) {
        indexes.add(in.readInt());
      }
      keys = new ExecuteOptions.GeneratedKeys(true, indexes, readStrings(in));
    }
    return new ExecuteOptions(
        (flags & AUTO_COMMIT) != 0,
        (flags & READ_ONLY) != 0,
        (flags & ONLY_IF_READ) != 0,
        maxRows,
        timeout == 0 ? null : Duration.ofMillis(timeout),
        keys,
        sequence);
  }

  /** Writes a call of DatabaseMetaData. */
  public static void writeMetadata(MetadataCall call, WireWriter out) throws SQLException {
    out.putString(call.method());
    writeStrings(call.parameterTypes(), out);
    ValueCodec.writeRow(call.arguments(), out);
  }

  /** Reads a call of DatabaseMetaData. */
  public static MetadataCall readMetadata(WireReader in) throws ProtocolException {
    return new MetadataCall(in.readString(), readStrings(in), ValueCodec.readRow(in));
  }

  /** Writes what a session brings from its client. */
  public static void writeContext(SessionContext context, WireWriter out) {
    out.putString(context.zone().getId());
    out.putString(context.workingDirectory().toString());
    out.putVarInt(context.settings().size());
    context
        .settings()
        .forEach(
            (name, value) -> {
              out.putString(name);
              out.putString(value);
            });
  }

  /** Reads what a session brings from its client. */
  public static SessionContext readContext(WireReader in) throws ProtocolException {
    try {
      ZoneId zone = ZoneId.of(in.readString());
      Path directory = Path.of(in.readString());
      Map<String, String> settings = new LinkedHashMap<>();
      for (int i = in.readCount(2); i > 0; i--) {
        settings.put(in.readString(), in.readString());
      }
      return new SessionContext(zone, directory, settings);
    } catch (DateTimeException | InvalidPathException e) {
      throw new ProtocolException("A session with an unknown time zone or folder");
    }
  }

  private static void writeStrings(List<String> strings, WireWriter out) {
    out.putVarInt(strings.size());
    strings.forEach(out::putString);
  }

  private static List<String> readStrings(WireReader in) throws ProtocolException {
    List<String> strings = new ArrayList<>();
    for (int i = in.readCount(1); i > 0; i--) {
      strings.add(in.readString());
    }
    return strings;
  }
}
