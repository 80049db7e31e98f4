package dev.bolt.transport;

import dev.bolt.engine.ClientId;
import dev.bolt.engine.SessionContext;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.protocol.WireReader;
import dev.bolt.protocol.WireWriter;

/**
 * The first frame of a connection.
 *
 * <pre>
 *   magic "BOLT": int │ version: int │ token: string │ purpose: byte │ PID, start, namespace: 3 longs
 *   │ session only: client: 2 longs, context
 * </pre>
 *
 * <p>Magic and version stand first and stay there in every version.
 *
 * @param version the version of the protocol that the client speaks
 * @param token the host's token, as its record gives it
 * @param process the client's process
 * @param client who may ask the host for the outcome of its operations; null on a control
 *     connection
 * @param context what the session brings; null on a control connection
 */
public record Hello(
    int version, String token, ProcessIdentity process, ClientId client, SessionContext context) {

  /** The version of the protocol that this code speaks. */
  public static final int VERSION = 2;

  /**
   * What this code knows beyond the first of its version. A host tells it in WELCOME, and a client
   * sends nothing that its host does not know.
   */
  public static final int REVISION = 2;

  /** The first revision that knows the request INFO. */
  public static final int KNOWS_INFO = 1;

  /** The first revision that knows rows of batches in columns. */
  public static final int KNOWS_COLUMNS = 2;

  private static final int MAGIC = 0x544C4F42;
  private static final int CONTROL = 0;
  private static final int SESSION = 1;

  /** Whether the connection is a control connection: one for each process that joins. */
  public boolean control() {
    return context == null;
  }

  /** Writes the frame's payload. */
  public void write(WireWriter out) {
    out.putInt(MAGIC);
    out.putInt(version);
    out.putString(token);
    out.putByte(control() ? CONTROL : SESSION);
    out.putLong(process.pid());
    out.putLong(process.startTime());
    out.putLong(process.namespace());
    if (!control()) {
      out.putLong(client.process());
      out.putLong(client.session());
      RequestCodec.writeContext(context, out);
    }
  }

  /** Reads the frame's payload; of another version only the version is read. */
  public static Hello read(WireReader in) throws ProtocolException {
    if (in.readInt() != MAGIC) {
      throw new ProtocolException("The peer does not speak Bolt's protocol");
    }
    int version = in.readInt();
    if (version != VERSION) {
      return new Hello(version, "", new ProcessIdentity(0, 0, 0), null, null);
    }
    String token = in.readString();
    int purpose = in.readByte();
    ProcessIdentity process = new ProcessIdentity(in.readLong(), in.readLong(), in.readLong());
    return switch (purpose) {
      case CONTROL -> new Hello(version, token, process, null, null);
      case SESSION -> {
        ClientId client = new ClientId(in.readLong(), in.readLong());
        yield new Hello(version, token, process, client, RequestCodec.readContext(in));
      }
      default -> throw new ProtocolException("Connection of unknown purpose " + purpose);
    };
  }
}
