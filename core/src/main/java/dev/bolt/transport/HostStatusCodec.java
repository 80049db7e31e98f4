package dev.bolt.transport;

import dev.bolt.engine.TransactionState;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries a {@link HostStatus}.
 *
 * <pre>
 *   host    block: hosting in ms: long │ leaving: boolean │ own sessions: varint │ members: varint
 *   member  block: PID, start, namespace: 3 longs │ sessions: varint            for each member
 *   session block: number: long │ state: byte │ running: string or absent │ ms: long    for each
 *                                                                              session after it
 * </pre>
 *
 * <p>A block is its length, an int, and as many bytes. Later versions add to the end of a block;
 * who reads leaves what he does not know. Stateless.
 */
public final class HostStatusCodec {

  private interface Fields {
    void write(WireWriter out);
  }

  private HostStatusCodec() {}

  /** Writes a status. */
  public static void write(HostStatus status, WireWriter out) {
    writeBlock(
        out,
        block -> {
          block.putLong(status.hosting().toMillis());
          block.putBoolean(status.leaving());
          block.putVarInt(status.ownSessions());
          block.putVarInt(status.members().size());
        });
    for (MemberStatus member : status.members()) {
      writeBlock(out, block -> writeMember(member, block));
      for (SessionStatus session : member.sessions()) {
        writeBlock(out, block -> writeSession(session, block));
      }
    }
  }

  private static void writeMember(MemberStatus member, WireWriter out) {
    out.putLong(member.process().pid());
    out.putLong(member.process().startTime());
    out.putLong(member.process().namespace());
    out.putVarInt(member.sessions().size());
  }

  private static void writeSession(SessionStatus session, WireWriter out) {
    out.putLong(session.number());
    ReplyCodec.writeState(session.transaction(), out);
    out.putNullableString(session.running().orElse(null));
    out.putLong(session.since().toMillis());
  }

  private static void writeBlock(WireWriter out, Fields fields) {
    int at = out.position();
    out.putInt(0);
    fields.write(out);
    out.putIntAt(at, out.position() - at - Integer.BYTES);
  }

  /** Reads a status. */
  public static HostStatus read(WireReader in) throws ProtocolException {
    WireReader host = readBlock(in);
    Duration hosting = Duration.ofMillis(host.readLong());
    boolean leaving = host.readBoolean();
    int ownSessions = host.readVarInt();
    int count = host.readVarInt();
    in.requireEach(count, Integer.BYTES);
    List<MemberStatus> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(readMember(in));
    }
    return new HostStatus(hosting, leaving, ownSessions, members);
  }

  private static MemberStatus readMember(WireReader in) throws ProtocolException {
    WireReader member = readBlock(in);
    ProcessIdentity process =
        new ProcessIdentity(member.readLong(), member.readLong(), member.readLong());
    int count = member.readVarInt();
    in.requireEach(count, Integer.BYTES);
    List<SessionStatus> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sessions.add(readSession(readBlock(in)));
    }
    return new MemberStatus(process, sessions);
  }

  private static SessionStatus readSession(WireReader in) throws ProtocolException {
    long number = in.readLong();
    TransactionState transaction = ReplyCodec.readState(in);
    Optional<String> running = Optional.ofNullable(in.readNullableString());
    return new SessionStatus(number, transaction, running, Duration.ofMillis(in.readLong()));
  }

  private static WireReader readBlock(WireReader in) throws ProtocolException {
    return new WireReader(ByteBuffer.wrap(in.readBytes(in.readInt())));
  }
}
