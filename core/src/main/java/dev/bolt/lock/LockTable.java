package dev.bolt.lock;

import dev.bolt.os.ProcessIdentity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The mapped file of locks.
 *
 * <pre>
 *   byte 0     magic "BoltLock"      8  version     12  entries
 *        64    section                          see {@link SectionWord}
 *        128   last token          136  its complement
 *        144   last ticket         152  its complement
 *        160   entries in use      164  first free entry + 1
 *        256   process[0] … process[255]        PID, start time, PID namespace, 0
 *       8448   bucket[0] … bucket[1023]         first entry of a chain + 1
 *      12544   entry[0] … entry[2047]
 *    1061120   end
 *
 *   entry 0    state       8  ticket     16  token      24  owner      32  hash of the name
 *        40    slot       44  next + 1   48  rank       52  length of the name (16), of the label (16)
 *        56    since      64  request    72  name      328  label     512  end
 * </pre>
 *
 * <p>{@link StateWord} draws the state. All but that, the rank and the request is written before an
 * entry's state and stays as long as that names its ticket. Numbers are in the byte order of the
 * machine. Any content is possible: what is read as an index or a length is checked, and a wrong
 * one is a {@link DamagedTableException}. Entries change inside a {@link Section} only, but for
 * {@link #replaceState}.
 */
final class LockTable {

  static final int SLOTS = 256;
  static final int ENTRIES = 2_048;
  static final int MAX_LABEL = 120;
  static final int VERSION = 1;

  /** How much of a file tells its version. */
  static final int HEAD_LENGTH = 64;

  /** No entry. */
  static final int NONE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x426F_6C74_4C6F_636BL;
  private static final int VERSION_AT = 8;
  private static final int ENTRIES_AT = 12;
  private static final int SECTION_AT = 64;
  private static final int TOKEN_AT = 128;
  private static final int TICKET_AT = 144;
  private static final int IN_USE_AT = 160;
  private static final int FREE_AT = 164;
  private static final int PROCESSES_AT = 256;
  private static final int PROCESS_LENGTH = 32;
  private static final int BUCKETS = 1_024;
  private static final int BUCKETS_AT = PROCESSES_AT + SLOTS * PROCESS_LENGTH;
  private static final int ENTRIES_START = BUCKETS_AT + BUCKETS * Integer.BYTES;
  private static final int ENTRY_LENGTH = 512;
  static final int LENGTH = ENTRIES_START + ENTRIES * ENTRY_LENGTH;

  private static final int TICKET = 8;
  private static final int TOKEN = 16;
  private static final int OWNER = 24;
  private static final int HASH = 32;
  private static final int SLOT = 40;
  private static final int NEXT = 44;
  private static final int RANK = 48;
  private static final int NAME_LENGTH = 52;
  private static final int LABEL_LENGTH = 54;
  private static final int SINCE = 56;
  private static final int REQUEST = 64;
  private static final int NAME = 72;
  private static final int LABEL = 328;

  private final ByteBuffer bytes;

  /**
   * A view of a mapping.
   *
   * @param bytes {@link #LENGTH} bytes outside the heap
   */
  LockTable(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.nativeOrder());
  }

  /** Whether the head has the magic word, whatever the version. */
  boolean isTable() {
    return (long) LONGS.getVolatile(bytes, 0) == MAGIC;
  }

  /** Whether the head is that of this version. */
  boolean isOfThisVersion() {
    return isTable()
        && (int) INTS.getVolatile(bytes, VERSION_AT) == VERSION
        && (int) INTS.getVolatile(bytes, ENTRIES_AT) == ENTRIES;
  }

  void writeHead() {
    INTS.setVolatile(bytes, VERSION_AT, VERSION);
    INTS.setVolatile(bytes, ENTRIES_AT, ENTRIES);
    LONGS.setVolatile(bytes, 0, MAGIC);
  }

  long section() {
    return (long) LONGS.getVolatile(bytes, SECTION_AT);
  }

  boolean replaceSection(long expected, long next) {
    return LONGS.compareAndSet(bytes, SECTION_AT, expected, next);
  }

  /** Whether the file is given up for another one that has its entries. */
  boolean isRetired() {
    return SectionWord.isRetired(section());
  }

  /** Gives the file up, for good. */
  void retire() {
    long now = section();
    while (!SectionWord.isRetired(now) && !replaceSection(now, SectionWord.retired(now))) {
      now = section();
    }
  }

  Counter tokens() {
    return new Counter(bytes, TOKEN_AT);
  }

  Counter tickets() {
    return new Counter(bytes, TICKET_AT);
  }

  /** How many entries to look at: those behind have never been used. */
  int inUse() {
    return Math.max(0, Math.min(bytes.getInt(IN_USE_AT), ENTRIES));
  }

  void setInUse(int count) {
    bytes.putInt(IN_USE_AT, count);
  }

  int firstFree() {
    return checked(bytes.getInt(FREE_AT) - 1);
  }

  void setFirstFree(int entry) {
    bytes.putInt(FREE_AT, entry + 1);
  }

  ProcessIdentity process(int slot) {
    int at = PROCESSES_AT + slot * PROCESS_LENGTH;
    return new ProcessIdentity(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16));
  }

  void setProcess(int slot, ProcessIdentity process) {
    int at = PROCESSES_AT + slot * PROCESS_LENGTH;
    bytes.putLong(at, process.pid());
    bytes.putLong(at + 8, process.startTime());
    bytes.putLong(at + 16, process.namespace());
  }

  int firstOf(long hash) {
    return checked(bytes.getInt(bucketAt(hash)) - 1);
  }

  void setFirstOf(long hash, int entry) {
    bytes.putInt(bucketAt(hash), entry + 1);
  }

  void clearBuckets() {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      bytes.putInt(BUCKETS_AT + bucket * Integer.BYTES, 0);
    }
  }

  private static int bucketAt(long hash) {
    return BUCKETS_AT + (int) ((hash ^ hash >>> 32) & BUCKETS - 1) * Integer.BYTES;
  }

  long state(int entry) {
    return (long) LONGS.getVolatile(bytes, at(entry));
  }

  void setState(int entry, long state) {
    LONGS.setVolatile(bytes, at(entry), state);
  }

  boolean replaceState(int entry, long expected, long next) {
    return LONGS.compareAndSet(bytes, at(entry), expected, next);
  }

  Phase phase(int entry) {
    return StateWord.phase(state(entry));
  }

  LockMode mode(int entry) {
    return StateWord.mode(state(entry));
  }

  /** Whether an entry is that of a ticket, and in which phase; free if it is not. */
  Phase phaseOf(int entry, long ticket) {
    long state = state(entry);
    return StateWord.isOf(state, ticket) ? StateWord.phase(state) : Phase.FREE;
  }

  long ticket(int entry) {
    return bytes.getLong(at(entry) + TICKET);
  }

  long token(int entry) {
    return bytes.getLong(at(entry) + TOKEN);
  }

  void setToken(int entry, long token) {
    bytes.putLong(at(entry) + TOKEN, token);
  }

  long owner(int entry) {
    return bytes.getLong(at(entry) + OWNER);
  }

  long hash(int entry) {
    return bytes.getLong(at(entry) + HASH);
  }

  int slot(int entry) {
    int slot = bytes.getInt(at(entry) + SLOT);
    if (slot < 0 || slot >= SLOTS) {
      throw new DamagedTableException();
    }
    return slot;
  }

  int next(int entry) {
    return checked(bytes.getInt(at(entry) + NEXT) - 1);
  }

  void setNext(int entry, int next) {
    bytes.putInt(at(entry) + NEXT, next + 1);
  }

  /** How many stand before a waiter in the queue; a hint. */
  int rank(int entry) {
    return Math.max(0, Math.min((int) INTS.getOpaque(bytes, at(entry) + RANK), ENTRIES));
  }

  void setRank(int entry, int rank) {
    INTS.setOpaque(bytes, at(entry) + RANK, rank);
  }

  /** When the owner came or got the lock, in milliseconds since 1970, for messages. */
  long since(int entry) {
    return bytes.getLong(at(entry) + SINCE);
  }

  void setSince(int entry, long millis) {
    bytes.putLong(at(entry) + SINCE, millis);
  }

  LetGo request(int entry) {
    return LetGo.of((long) LONGS.getVolatile(bytes, at(entry) + REQUEST));
  }

  void setRequest(int entry, LetGo request) {
    LONGS.setVolatile(bytes, at(entry) + REQUEST, (long) request.ordinal());
  }

  /** Writes what stays the same of an entry whose state is free still. */
  void write(int entry, long ticket, LockName name, LockOwner owner, int slot, long since) {
    int at = at(entry);
    byte[] text = name.bytes();
    byte[] label = owner.label();
    bytes.putLong(at + TICKET, ticket);
    bytes.putLong(at + TOKEN, 0);
    bytes.putLong(at + OWNER, owner.number());
    bytes.putLong(at + HASH, name.hash());
    bytes.putInt(at + SLOT, slot);
    bytes.putInt(at + RANK, 0);
    bytes.putShort(at + NAME_LENGTH, (short) text.length);
    bytes.putShort(at + LABEL_LENGTH, (short) label.length);
    bytes.putLong(at + SINCE, since);
    bytes.putLong(at + REQUEST, 0);
    bytes.put(at + NAME, text);
    bytes.put(at + LABEL, label);
  }

  byte[] name(int entry) {
    return text(at(entry), NAME_LENGTH, NAME, LockName.MAX_BYTES);
  }

  /** What to call the owner. */
  String label(int entry) {
    return new String(text(at(entry), LABEL_LENGTH, LABEL, MAX_LABEL), StandardCharsets.UTF_8);
  }

  private byte[] text(int at, int lengthAt, int textAt, int max) {
    int length = bytes.getShort(at + lengthAt);
    if (length < 0 || length > max) {
      throw new DamagedTableException();
    }
    byte[] text = new byte[length];
    bytes.get(at + textAt, text);
    return text;
  }

  boolean hasName(int entry, LockName name) {
    int at = at(entry);
    return bytes.getLong(at + HASH) == name.hash()
        && StateWord.kind(state(entry)) == name.kind()
        && bytes.getShort(at + NAME_LENGTH) == name.bytes().length
        && bytes.slice(at + NAME, name.bytes().length).equals(ByteBuffer.wrap(name.bytes()));
  }

  boolean haveOneName(int entry, int other) {
    if (entry == other) {
      return true;
    }
    int at = at(entry);
    int otherAt = at(other);
    int length = bytes.getShort(at + NAME_LENGTH);
    return length >= 0
        && length <= LockName.MAX_BYTES
        && bytes.getLong(at + HASH) == bytes.getLong(otherAt + HASH)
        && bytes.getShort(otherAt + NAME_LENGTH) == length
        && StateWord.kind(state(entry)) == StateWord.kind(state(other))
        && bytes.slice(at + NAME, length).equals(bytes.slice(otherAt + NAME, length));
  }

  /** Whether what an entry says can be. */
  boolean isRight(int entry) {
    long state = state(entry);
    int nameLength = bytes.getShort(at(entry) + NAME_LENGTH);
    int labelLength = bytes.getShort(at(entry) + LABEL_LENGTH);
    int slot = bytes.getInt(at(entry) + SLOT);
    return StateWord.isRight(state)
        && StateWord.phase(state) != Phase.FREE
        && ticket(entry) > 0
        && ticket(entry) <= tickets().limit()
        && StateWord.isOf(state, ticket(entry))
        && token(entry) <= tokens().limit()
        && (token(entry) > 0 || !StateWord.phase(state).holds())
        && slot >= 0
        && slot < SLOTS
        && nameLength > 0
        && nameLength <= LockName.MAX_BYTES
        && labelLength >= 0
        && labelLength <= MAX_LABEL
        && LockName.hash(StateWord.kind(state), name(entry)) == hash(entry);
  }

  /**
   * Takes what a table says that is given up, in which who was inside the section may still write:
   * an entry that changes meanwhile is left free.
   */
  void copy(LockTable from) {
    for (int slot = 0; slot < SLOTS; slot++) {
      setProcess(slot, from.process(slot));
    }
    tokens().raise(from.tokens().last());
    tickets().raise(from.tickets().last());
    for (int entry = 0; entry < ENTRIES; entry++) {
      copy(entry, from);
    }
  }

  private void copy(int entry, LockTable from) {
    int at = at(entry);
    long state = from.state(entry);
    byte[] content = new byte[ENTRY_LENGTH - Long.BYTES];
    from.bytes.get(at + Long.BYTES, content);
    bytes.put(at + Long.BYTES, content);
    VarHandle.acquireFence();
    setState(entry, from.state(entry) == state ? state : StateWord.FREE);
  }

  /** All of it, to be written into a file. */
  ByteBuffer content() {
    return bytes.duplicate();
  }

  private static int at(int entry) {
    return ENTRIES_START + entry * ENTRY_LENGTH;
  }

  private static int checked(int entry) {
    if (entry < NONE || entry >= ENTRIES) {
      throw new DamagedTableException();
    }
    return entry;
  }
}
