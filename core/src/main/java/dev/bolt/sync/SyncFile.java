package dev.bolt.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * The counters of those who share the syncs of a file: mapped, or this process's own.
 *
 * <pre>
 *   byte 0     magic "BoltSync"      8  version    16  tag
 *        64    requested             tag (16) | tickets drawn (48)
 *       128    synced                tag (16) | highest ticket that a sync covers (48)
 *       192    leader                generation (63) | leading (1)
 *       200    duration              how long the last sync took, in nanoseconds; a hint
 *       208    begin                 when the sync began that runs; a hint
 *       256    failed                0, or tag (16) | 1
 *      4096    end
 * </pre>
 *
 * <p>Words are {@code long}s in the byte order of the machine. The tag is a random number of this
 * file, by which a word is known that somebody else has written. Who draws a ticket after his write
 * has it covered by every sync for which {@link #requested()} is read later. Thread-safe.
 */
final class SyncFile {

  static final int LENGTH = 4_096;
  static final long VERSION = 1;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x426F_6C74_5379_6E63L;
  private static final int MAGIC_AT = 0;
  private static final int VERSION_AT = 8;
  private static final int TAG_AT = 16;
  private static final int REQUESTED_AT = 64;
  private static final int SYNCED_AT = 128;
  private static final int LEADER_AT = 192;
  private static final int DURATION_AT = 200;
  private static final int BEGIN_AT = 208;
  private static final int FAILED_AT = 256;

  private static final int COUNT_BITS = 48;
  private static final int TAGS = 1 << Long.SIZE - COUNT_BITS - 1;

  private static final long SYNCS_OF_PATIENCE = 8;
  private static final long MIN_PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MAX_PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final ByteBuffer bytes;
  private final long tag;

  private SyncFile(ByteBuffer bytes) {
    this.bytes = bytes;
    this.tag = get(TAG_AT);
  }

  /** Writes new counters into the memory of a file that nobody uses, and views them. */
  static SyncFile create(ByteBuffer bytes) {
    // Never 0, which is what a file that was cut off is full of, and never negative.
    long tag = 1 + new SecureRandom().nextInt(TAGS - 1);
    LONGS.setVolatile(bytes, VERSION_AT, VERSION);
    LONGS.setVolatile(bytes, TAG_AT, tag);
    LONGS.setVolatile(bytes, REQUESTED_AT, tag << COUNT_BITS);
    LONGS.setVolatile(bytes, SYNCED_AT, tag << COUNT_BITS);
    LONGS.setVolatile(bytes, MAGIC_AT, MAGIC);
    return new SyncFile(bytes);
  }

  /** Counters for this process alone. */
  static SyncFile ofThisProcess() {
    return create(ByteBuffer.allocateDirect(LENGTH));
  }

  /** Views the memory of a file. */
  static SyncFile of(ByteBuffer bytes) {
    return new SyncFile(bytes);
  }

  /**
   * Whether the counters can be counters: they are of this version, those of the time when this
   * object was made, and no sync is ahead of its requests.
   */
  boolean isTrusted() {
    long failed = get(FAILED_AT);
    return get(MAGIC_AT) == MAGIC
        && get(VERSION_AT) == VERSION
        && get(TAG_AT) == tag
        && covers(tag << COUNT_BITS)
        && (failed == 0 || failed == failedWord());
  }

  /** Draws a ticket for what has been written before. */
  long request() {
    return (long) LONGS.getAndAdd(bytes, REQUESTED_AT, 1L) + 1;
  }

  /** The last ticket that was drawn. */
  long requested() {
    return get(REQUESTED_AT);
  }

  /** Whether a sync covers what a ticket was drawn for; never by a word that is not a count. */
  boolean covers(long ticket) {
    // In this order, as requests grow.
    long synced = synced();
    long requested = requested();
    return isCount(ticket)
        && isCount(synced)
        && isCount(requested)
        && ticket <= synced
        && synced <= requested;
  }

  private boolean isCount(long word) {
    return word >>> COUNT_BITS == tag;
  }

  /** The last ticket that a sync covers. */
  long synced() {
    return get(SYNCED_AT);
  }

  /** Says that a sync has ended without an error that began when this was the last ticket. */
  void cover(long ticket) {
    long synced = synced();
    while (synced < ticket && !LONGS.compareAndSet(bytes, SYNCED_AT, synced, ticket)) {
      synced = synced();
    }
  }

  /** Says that a sync has failed, after which no other tells anything. */
  void fail() {
    LONGS.setVolatile(bytes, FAILED_AT, failedWord());
  }

  boolean hasFailed() {
    return get(FAILED_AT) != 0;
  }

  /** Who leads, and whether anybody does, as one number. */
  long leader() {
    return get(LEADER_AT);
  }

  static boolean leads(long leader) {
    return (leader & 1) != 0;
  }

  /**
   * Takes the lead.
   *
   * @param seen who led
   * @return whether it was still so
   */
  boolean lead(long seen) {
    return LONGS.compareAndSet(bytes, LEADER_AT, seen, leadAfter(seen));
  }

  /** Gives the lead up that was taken from somebody, unless another has taken it over. */
  void leave(long seen) {
    LONGS.compareAndSet(bytes, LEADER_AT, leadAfter(seen), leadAfter(seen) & ~1L);
  }

  /** Whether he leads still who has taken the lead from somebody. */
  boolean isLedAfter(long seen) {
    return leader() == leadAfter(seen);
  }

  private static long leadAfter(long seen) {
    return (seen | 1) + 2;
  }

  /** When the sync began that runs, as the leader's {@link System#nanoTime} counts; a hint. */
  long begin() {
    return (long) LONGS.getOpaque(bytes, BEGIN_AT);
  }

  void setBegin(long nanoTime) {
    LONGS.setOpaque(bytes, BEGIN_AT, nanoTime);
  }

  /** How long the last sync took, in nanoseconds, a second at most; a hint. */
  long duration() {
    return Math.max(0, Math.min((long) LONGS.getOpaque(bytes, DURATION_AT), MAX_PATIENCE));
  }

  void setDuration(long nanos) {
    LONGS.setOpaque(bytes, DURATION_AT, nanos);
  }

  /** How long a leader may show no progress, in nanoseconds. */
  long patience() {
    return Math.max(MIN_PATIENCE, Math.min(SYNCS_OF_PATIENCE * duration(), MAX_PATIENCE));
  }

  private long failedWord() {
    return tag << COUNT_BITS | 1;
  }

  private long get(int at) {
    return (long) LONGS.getVolatile(bytes, at);
  }
}
