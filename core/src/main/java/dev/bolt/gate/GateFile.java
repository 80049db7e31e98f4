package dev.bolt.gate;

import dev.bolt.os.ProcessIdentity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The mapped file of a gate.
 *
 * <pre>
 *   byte 0     magic "BoltGate"      8  version    12  slots
 *        64    word                 72  since      80  turn since       written by the holder
 *        88    length of the last turn
 *       128    request                                                  written by the first waiter
 *       192    next ticket        200  slots in use
 *       256    ticket[0] … ticket[255]        the oldest ticket of a process that waits; 0 of none
 *      2304    process[0] … process[255]      PID, start time, PID namespace, 0
 *     10496    unused
 *     12288    end
 * </pre>
 *
 * <p>Words are {@code long}s in the byte order of the machine; {@link GateWord} and {@link
 * GateRequest} draw the first two. Tickets are in a circle: one is older than another when the
 * difference is negative, so that their counter may overflow. Any content is possible, since any
 * program may write into a file; whoever reads makes no assumption. Thread-safe.
 */
final class GateFile {

  static final int SLOTS = 256;
  static final int LENGTH = 12_288;
  static final int VERSION = 1;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x426F_6C74_4761_7465L;
  private static final int MAGIC_AT = 0;
  private static final int VERSION_AT = 8;
  private static final int SLOTS_AT = 12;
  private static final int WORD_AT = 64;
  private static final int SINCE_AT = 72;
  private static final int TURN_SINCE_AT = 80;
  private static final int TURN_LENGTH_AT = 88;
  private static final int REQUEST_AT = 128;
  private static final int NEXT_TICKET_AT = 192;
  private static final int IN_USE_AT = 200;
  private static final int TICKETS_AT = 256;
  private static final int PROCESSES_AT = TICKETS_AT + SLOTS * Long.BYTES;
  private static final int PROCESS_LENGTH = 4 * Long.BYTES;
  private static final int START_TIME = Long.BYTES;
  private static final int NAMESPACE = 2 * Long.BYTES;

  private final ByteBuffer bytes;

  /**
   * A view of a mapping.
   *
   * @param bytes {@link #LENGTH} bytes outside the heap
   */
  GateFile(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Whether the head has the magic word, whatever the version. */
  boolean isGate() {
    return (long) LONGS.getVolatile(bytes, MAGIC_AT) == MAGIC;
  }

  /** Whether the head is that of this version. */
  boolean isOfThisVersion() {
    return isGate()
        && (int) INTS.getVolatile(bytes, VERSION_AT) == VERSION
        && (int) INTS.getVolatile(bytes, SLOTS_AT) == SLOTS;
  }

  /**
   * Makes a gate that is nobody's of any content; others may be using it. The counter of tickets
   * stays: every value of it is right.
   */
  void reset() {
    long word = word();
    LONGS.setVolatile(bytes, WORD_AT, GateWord.freed(GateWord.taken(word, 0)));
    LONGS.setVolatile(bytes, REQUEST_AT, 0L);
    for (int slot = 0; slot < SLOTS; slot++) {
      LONGS.setVolatile(bytes, ticketAt(slot), 0L);
      setProcess(slot, new ProcessIdentity(0, 0, 0));
    }
    INTS.setVolatile(bytes, VERSION_AT, VERSION);
    INTS.setVolatile(bytes, SLOTS_AT, SLOTS);
    LONGS.setVolatile(bytes, MAGIC_AT, MAGIC);
  }

  long word() {
    return (long) LONGS.getVolatile(bytes, WORD_AT);
  }

  boolean replaceWord(long expected, long next) {
    return LONGS.compareAndSet(bytes, WORD_AT, expected, next);
  }

  /** When the holder went in, as his {@link System#nanoTime} counts; a hint. */
  long since() {
    return (long) LONGS.getOpaque(bytes, SINCE_AT);
  }

  void setSince(long nanoTime) {
    LONGS.setOpaque(bytes, SINCE_AT, nanoTime);
  }

  /** When the turn began, as the holder's {@link System#nanoTime} counts; a hint. */
  long turnSince() {
    return (long) LONGS.getOpaque(bytes, TURN_SINCE_AT);
  }

  void setTurnSince(long nanoTime) {
    LONGS.setOpaque(bytes, TURN_SINCE_AT, nanoTime);
  }

  /** How long the last turn lasted that is over, in nanoseconds; a hint. */
  long turnLength() {
    return (long) LONGS.getOpaque(bytes, TURN_LENGTH_AT);
  }

  void setTurnLength(long nanos) {
    LONGS.setOpaque(bytes, TURN_LENGTH_AT, nanos);
  }

  /** What is asked of the turn that a word names. */
  GateRequest request(long word) {
    return GateRequest.of((long) LONGS.getVolatile(bytes, REQUEST_AT), word);
  }

  /** Asks something of the turn that a word names. */
  void setRequest(GateRequest request, long word) {
    LONGS.setVolatile(bytes, REQUEST_AT, request.forTurnOf(word));
  }

  /** A ticket for a waiter; never 0. */
  long nextTicket() {
    long ticket = (long) LONGS.getAndAdd(bytes, NEXT_TICKET_AT, 1L);
    return ticket == 0 ? nextTicket() : ticket;
  }

  /** The counter of tickets. */
  long ticketsDrawn() {
    return (long) LONGS.getVolatile(bytes, NEXT_TICKET_AT);
  }

  /** Sets the counter of tickets, for a test of its end. */
  void setNextTicket(long ticket) {
    LONGS.setVolatile(bytes, NEXT_TICKET_AT, ticket);
  }

  /** The oldest ticket of a process; 0 when it has none. */
  long ticket(int slot) {
    return (long) LONGS.getVolatile(bytes, ticketAt(slot));
  }

  void publishTicket(int slot, long ticket) {
    if (slot >= inUse()) {
      LONGS.setVolatile(bytes, IN_USE_AT, slot + 1L);
    }
    LONGS.setVolatile(bytes, ticketAt(slot), ticket);
  }

  /** How many slots to look at: never lowered, so too high at worst once all have published. */
  private int inUse() {
    return (int) Math.max(0, Math.min((long) LONGS.getVolatile(bytes, IN_USE_AT), SLOTS));
  }

  /** How many processes have an older ticket than this one. */
  int countOlder(long ticket) {
    int older = 0;
    int end = inUse();
    for (int slot = 0; slot < end; slot++) {
      if (isOlder(ticket(slot), ticket)) {
        older++;
      }
    }
    return older;
  }

  /** Whether any process waits. */
  boolean anyTicket() {
    int end = inUse();
    for (int slot = 0; slot < end; slot++) {
      if (ticket(slot) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether all who wait may be overtaken once more.
   *
   * @param most how many later tickets may go before one
   */
  boolean mayOvertake(long most) {
    long drawn = ticketsDrawn();
    int end = inUse();
    for (int slot = 0; slot < end; slot++) {
      long other = ticket(slot);
      if (other != 0 && drawn - other > most) {
        return false;
      }
    }
    return true;
  }

  /** Takes the tickets that are older than this one from their processes. */
  void withdrawOlder(long ticket) {
    int end = inUse();
    for (int slot = 0; slot < end; slot++) {
      long other = ticket(slot);
      if (isOlder(other, ticket)) {
        LONGS.compareAndSet(bytes, ticketAt(slot), other, 0L);
      }
    }
  }

  /** The process that has a slot, as it has written itself. */
  ProcessIdentity process(int slot) {
    int at = PROCESSES_AT + slot * PROCESS_LENGTH;
    return new ProcessIdentity(
        (long) LONGS.getOpaque(bytes, at),
        (long) LONGS.getOpaque(bytes, at + START_TIME),
        (long) LONGS.getOpaque(bytes, at + NAMESPACE));
  }

  void setProcess(int slot, ProcessIdentity process) {
    int at = PROCESSES_AT + slot * PROCESS_LENGTH;
    LONGS.setOpaque(bytes, at, process.pid());
    LONGS.setOpaque(bytes, at + START_TIME, process.startTime());
    LONGS.setOpaque(bytes, at + NAMESPACE, process.namespace());
  }

  private static boolean isOlder(long ticket, long than) {
    return ticket != 0 && ticket - than < 0;
  }

  private static int ticketAt(int slot) {
    return TICKETS_AT + slot * Long.BYTES;
  }
}
