package dev.bolt.lock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who takes a lock and may take it again: a thread, or something that is not bound to one, such as
 * a session. An owner does one thing after the other: it never waits for two locks at once.
 *
 * <p>Immutable; owners are compared by identity, but threads by their number.
 */
public final class LockOwner {

  private static final AtomicLong CREATED = new AtomicLong();
  private static final byte[] NAMELESS = "?".getBytes(StandardCharsets.UTF_8);

  private final long number;
  private final byte[] label;

  private LockOwner(long number, String label) {
    this.number = number;
    this.label = shortened(label);
  }

  /**
   * A new owner.
   *
   * @param name what to call it in messages, of which the first 120 bytes are kept
   */
  public static LockOwner create(String name) {
    return new LockOwner(-CREATED.incrementAndGet(), name);
  }

  /** The current thread. */
  public static LockOwner currentThread() {
    Thread thread = Thread.currentThread();
    return new LockOwner(thread.getId(), "thread " + thread.getName());
  }

  /** Whether it is a thread of this process. */
  public boolean isThread(Thread thread) {
    return number == thread.getId();
  }

  private static byte[] shortened(String label) {
    byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      return NAMELESS;
    }
    int end = Math.min(bytes.length, LockTable.MAX_LABEL);
    while (end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  /** Positive of a thread, negative of another owner. */
  long number() {
    return number;
  }

  byte[] label() {
    return label;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LockOwner owner && number == owner.number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  /** What to call it in messages. */
  @Override
  public String toString() {
    return new String(label, StandardCharsets.UTF_8);
  }
}
