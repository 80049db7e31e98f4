package dev.bolt.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The mapped file by which processes learn that a cached value has changed, and in which they
 * count.
 *
 * <pre>
 *   byte 0     magic "BoltCach"      8  version of the layout      12  stripes
 *        64    identity              a random number, never 0
 *       128    word of everything    192  guard of everything
 *       256    counts[0] … counts[31]       16 words each, a block for a part of the processes
 *      4352    word[0]  … word[16383]       of the keys of a stripe
 *    135424    guard[0] … guard[16383]
 *    266496    end
 *
 *   word:   version (62) │ doubtful (1) │ changing (1)
 *   guard:  how often a user has changed keys of the stripe
 * </pre>
 *
 * <p>A word moves whenever a change of its keys begins and ends, so that who has read it before he
 * read the database knows by it whether what he has is still right. <i>Changing</i>: somebody is at
 * it, or has died there. <i>Doubtful</i>: it is not known whether the last change has ended. A
 * guard moves when a user's change ends, and not for what loads and queries bring: by it these know
 * whether they may keep that. Words are {@code long}s in the byte order of the machine. Any content
 * is possible, since any program may write into a file: each is a state from which the next change
 * goes on. Thread-safe.
 */
final class VersionFile {

  static final int STRIPES = 1 << 14;
  static final int VERSION = 1;

  /** In the place of a stripe: all keys. */
  static final int EVERYTHING = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final long MAGIC = 0x426F_6C74_4361_6368L;
  private static final int VERSION_AT = 8;
  private static final int STRIPES_AT = 12;
  private static final int IDENTITY_AT = 64;
  private static final int EVERYTHING_AT = 128;
  private static final int EVERYTHING_GUARD_AT = 192;
  private static final int COUNTS_AT = 256;
  private static final int BLOCKS = 32;
  private static final int BLOCK_LENGTH = 16 * Long.BYTES;
  private static final int WORDS_AT = COUNTS_AT + BLOCKS * BLOCK_LENGTH;
  private static final int GUARDS_AT = WORDS_AT + STRIPES * Long.BYTES;
  static final int LENGTH = GUARDS_AT + STRIPES * Long.BYTES;

  private static final long CHANGING = 1;
  private static final long DOUBTFUL = 2;
  private static final long FLAGS = CHANGING | DOUBTFUL;
  private static final long STEP = 4;

  private final ByteBuffer bytes;

  /**
   * A view of a mapping.
   *
   * @param bytes {@link #LENGTH} bytes outside the heap
   */
  VersionFile(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** The stripe of a key. */
  static int stripe(String key) {
    int hash = key.hashCode() * 0x9E37_79B9;
    return (hash ^ hash >>> 16) & STRIPES - 1;
  }

  /** Whether a word says that its keys are not to be kept, nor served from memory. */
  static boolean isMarked(long word) {
    return (word & FLAGS) != 0;
  }

  /** Whether the head is that of a layout which this class does not know. */
  boolean isOfOtherVersion() {
    return hasMagic() && (int) INTS.getVolatile(bytes, VERSION_AT) != VERSION;
  }

  private boolean hasMagic() {
    return (long) LONGS.getVolatile(bytes, 0) == MAGIC;
  }

  /** Whether the head is that of this version. */
  boolean isRight() {
    return hasMagic()
        && (int) INTS.getVolatile(bytes, VERSION_AT) == VERSION
        && (int) INTS.getVolatile(bytes, STRIPES_AT) == STRIPES
        && identity() != 0;
  }

  /**
   * Makes a file of zeros a right one.
   *
   * @param identity a random number
   */
  void writeHead(long identity) {
    INTS.setVolatile(bytes, VERSION_AT, VERSION);
    INTS.setVolatile(bytes, STRIPES_AT, STRIPES);
    LONGS.setVolatile(bytes, IDENTITY_AT, identity == 0 ? 1 : identity);
    LONGS.setVolatile(bytes, 0, MAGIC);
  }

  /** What tells this content from another one; 0 when somebody has overwritten it. */
  long identity() {
    return (long) LONGS.getVolatile(bytes, IDENTITY_AT);
  }

  /** The word of a stripe, or of {@link #EVERYTHING}. */
  long word(int stripe) {
    return (long) LONGS.getVolatile(bytes, wordAt(stripe));
  }

  /** The guard of a stripe, or of {@link #EVERYTHING}. */
  long guard(int stripe) {
    return (long) LONGS.getVolatile(bytes, guardAt(stripe));
  }

  /** A user's change of keys of the stripe has ended. */
  void raiseGuard(int stripe) {
    LONGS.getAndAdd(bytes, guardAt(stripe), 1L);
  }

  /**
   * Marks a stripe before a change of its keys, by who has the lock of it. A mark that stands there
   * already is of somebody who died, so that the stripe is in doubt.
   *
   * @return the word that stands there now
   */
  long begin(int stripe) {
    while (true) {
      long word = word(stripe);
      long doubt = isMarked(word) ? DOUBTFUL : 0;
      long next = (word & ~FLAGS) + STEP | doubt | CHANGING;
      if (LONGS.compareAndSet(bytes, wordAt(stripe), word, next)) {
        return next;
      }
    }
  }

  /**
   * Takes the mark away after a change.
   *
   * @param begun what {@link #begin} has returned; if something else stands there, somebody who had
   *     not the lock was at it, and the stripe is in doubt
   * @param doubtful whether it is not known what became of the change
   * @return the word that stands there now
   */
  long end(int stripe, long begun, boolean doubtful) {
    while (true) {
      long word = word(stripe);
      boolean doubt = doubtful || word != begun || (word & DOUBTFUL) != 0;
      long next = (word & ~FLAGS) + STEP | (doubt ? DOUBTFUL : 0);
      if (LONGS.compareAndSet(bytes, wordAt(stripe), word, next)) {
        return next;
      }
    }
  }

  /** Takes every mark from a stripe, if its word is still this one. */
  void clear(int stripe, long word) {
    LONGS.compareAndSet(bytes, wordAt(stripe), word, (word & ~FLAGS) + STEP);
  }

  /** Counts something in the block of a process. */
  void count(int block, Count what, long by) {
    LONGS.getAndAdd(bytes, countAt(block & BLOCKS - 1, what), by);
  }

  /** What all processes have counted. */
  long sum(Count what) {
    long sum = 0;
    for (int block = 0; block < BLOCKS; block++) {
      sum += (long) LONGS.getVolatile(bytes, countAt(block, what));
    }
    return sum;
  }

  private static int countAt(int block, Count what) {
    return COUNTS_AT + block * BLOCK_LENGTH + what.ordinal() * Long.BYTES;
  }

  private static int wordAt(int stripe) {
    return stripe == EVERYTHING ? EVERYTHING_AT : WORDS_AT + stripe * Long.BYTES;
  }

  private static int guardAt(int stripe) {
    return stripe == EVERYTHING ? EVERYTHING_GUARD_AT : GUARDS_AT + stripe * Long.BYTES;
  }
}
