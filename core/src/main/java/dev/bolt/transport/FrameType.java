package dev.bolt.transport;

import dev.bolt.protocol.ProtocolException;

/** The type of a frame, which is its fifth byte. Numbers are never reused. */
public enum FrameType {
  /** Client: magic, protocol version, token, purpose of the connection. Always the first frame. */
  HELLO(1),
  /** Client: describe a statement. */
  DESCRIBE(2),
  /** Client: run a statement. */
  EXECUTE(3),
  /** Client: a batch follows. */
  BATCH_BEGIN(4),
  /** Client: some rows of parameters of the batch. */
  BATCH_ROWS(5),
  /** Client: the batch is complete, or given up; the host answers now. */
  BATCH_END(6),
  /** Client: commit the open transaction. */
  COMMIT(7),
  /** Client: roll the open transaction back. */
  ROLLBACK(8),
  /** Client: a call of DatabaseMetaData. */
  METADATA(9),
  /** Client: which schema or catalog names are looked up in. */
  GET_NAME(10),
  /** Client: change it. */
  SET_NAME(11),
  /** Client: more rows of a cursor. */
  FETCH(12),
  /** Client: a cursor is not needed any more; not answered. */
  CLOSE_CURSOR(13),
  /** Client, on a control connection: answer if you live. */
  PING(14),
  /** Client, on a control connection: cancel a request of a session; not answered. */
  CANCEL(15),
  /** Client, on a control connection: let the database file go. */
  RELEASE(16),
  /** Client: what became of an operation. */
  OUTCOME(17),
  /** Client: it will not ask for the outcome of an operation any more; not answered. */
  GOODBYE(18),
  /** Client, on a control connection of a host that knows it: what the host does now. */
  INFO(19),
  /** Client, to a host that knows it: some rows of parameters of the batch, in columns. */
  BATCH_COLUMNS(20),

  /** Host: the connection is accepted. */
  WELCOME(64),
  /** Host: the connection is refused, with the reason; it is closed after this frame. */
  REFUSED(65),
  /** Host: the description of a statement. */
  DESCRIPTION(66),
  /** Host: the answer to a statement, with its first rows. */
  RESULT(67),
  /** Host: rows of a cursor. */
  CHUNK(68),
  /** Host: the update counts of a batch. */
  BATCH_RESULT(69),
  /** Host: done, nothing to say. */
  DONE(70),
  /** Host: a value: a name, an answer of DatabaseMetaData. */
  VALUE(71),
  /** Host: the request failed. */
  ERROR(72),
  /** Host: the answer to PING. */
  PONG(73),
  /**
   * Host: it is handing over. Nothing that arrives after this frame is executed, so a request that
   * is answered by it, or was under way, has not happened.
   */
  LEAVING(74),
  /** Host: what became of an operation. */
  FOUND(75),
  /** Host: what it does now. */
  INFORMATION(76);

  private static final FrameType[] BY_CODE = byCode();

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  /** The byte on the wire. */
  int code() {
    return code;
  }

  /** The type with a code. */
  static FrameType of(int code) throws ProtocolException {
    FrameType type = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    if (type == null) {
      throw new ProtocolException("Frame of unknown type " + code);
    }
    return type;
  }

  private static FrameType[] byCode() {
    FrameType[] types = new FrameType[128];
    for (FrameType type : values()) {
      types[type.code] = type;
    }
    return types;
  }
}
