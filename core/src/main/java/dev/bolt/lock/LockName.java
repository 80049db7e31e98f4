package dev.bolt.lock;

import dev.bolt.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;

/** What a lock or another resource is called in the table. Immutable. */
final class LockName {

  /** Whose names are meant. */
  enum Kind {
    /** Of locks, which this package grants. */
    LOCK,
    /** Of resources that somebody else grants, and tells of. */
    RESOURCE
  }

  static final int MAX_BYTES = 255;

  /** Characters that are kept of a long name; up to three bytes each. */
  private static final int HEAD = 30;

  private static final int TAIL = 45;

  // FNV-1a, 64 bits.
  private static final long HASH_BASIS = 0xCBF2_9CE4_8422_2325L;
  private static final long HASH_PRIME = 0x100_0000_01B3L;

  private final Kind kind;
  private final byte[] bytes;
  private final long hash;

  private LockName(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
    this.hash = hash(kind, bytes);
  }

  /**
   * A checked name.
   *
   * @throws SQLException with SQLState 22023 when it is null, empty or too long
   */
  static LockName of(Kind kind, String name) throws SQLException {
    if (name == null || name.isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A lock needs a name of 1 to "
              + MAX_BYTES
              + " bytes of UTF-8; this one is "
              + (name == null ? "null" : "empty"));
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The name of a lock may have "
              + MAX_BYTES
              + " bytes of UTF-8; this one has "
              + bytes.length
              + ". Use a shorter one, such as a hash of it");
    }
    return new LockName(kind, bytes);
  }

  Kind kind() {
    return kind;
  }

  /** The name of a resource; of a long one, parts and a hash, everywhere the same. */
  static LockName resource(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_BYTES) {
      return new LockName(Kind.RESOURCE, bytes);
    }
    String shortened =
        text.substring(0, HEAD)
            + "…"
            + text.substring(text.length() - TAIL)
            + "#"
            + Long.toHexString(hash(Kind.RESOURCE, bytes));
    return new LockName(Kind.RESOURCE, shortened.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes;
  }

  long hash() {
    return hash;
  }

  static long hash(Kind kind, byte[] bytes) {
    long hash = HASH_BASIS + kind.ordinal();
    for (byte b : bytes) {
      hash = (hash ^ b & 0xFF) * HASH_PRIME;
    }
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LockName name
        && hash == name.hash
        && kind == name.kind
        && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
