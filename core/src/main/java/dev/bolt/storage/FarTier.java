package dev.bolt.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A store behind the database, which keeps values for longer or for other machines: a folder
 * ({@link DirectoryTier}), an object store. Its implementations are thread-safe.
 */
public interface FarTier {

  /**
   * A value of a far tier. Not copied.
   *
   * @param bytes its bytes
   * @param written when it was written
   */
  record FarValue(byte[] bytes, Instant written) {}

  /** The value of a key, if there is a whole one. */
  Optional<FarValue> read(String key) throws IOException;

  /** Writes a value, whole or not at all, in the place of an older one. */
  void write(String key, FarValue value) throws IOException;

  /** Removes a value, if there is one; once it returns, nobody reads it. */
  void remove(String key) throws IOException;

  /** Removes all values. */
  void removeAll() throws IOException;
}
