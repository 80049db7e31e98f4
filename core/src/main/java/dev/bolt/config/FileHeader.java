package dev.bolt.config;

import dev.bolt.EngineKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the first bytes of a database file tell. Immutable.
 *
 * <p>To read them is to open and close the file, which drops every POSIX lock that this process has
 * on it: whoever reads has made sure that no engine of this process has it open, nor will.
 *
 * @param engine the engine that wrote the file; empty when it is of none
 * @param journalMode of a SQLite file, {@code wal} or {@code rollback}
 * @param isEmpty whether the file has no bytes, or does not exist
 */
public record FileHeader(
    Optional<EngineKind> engine, Optional<String> journalMode, boolean isEmpty) {

  private static final byte[] SQLITE_MAGIC =
      "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DUCKDB_MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);

  /** The header of a DuckDB file begins with a checksum. */
  private static final int DUCKDB_MAGIC_OFFSET = 8;

  /** fileformat2.html: the read version is 2 where a log is in use. */
  private static final int SQLITE_READ_VERSION = 19;

  private static final int SQLITE_WAL = 2;
  private static final int LENGTH = 20;

  /** Reads the first bytes of a file. */
  public static FileHeader read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return of(new byte[0]);
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return of(stream.readNBytes(LENGTH));
    }
  }

  private static FileHeader of(byte[] bytes) {
    if (startsWith(bytes, 0, SQLITE_MAGIC)) {
      boolean log = bytes.length == LENGTH && bytes[SQLITE_READ_VERSION] == SQLITE_WAL;
      return new FileHeader(
          Optional.of(EngineKind.SQLITE), Optional.of(log ? "wal" : "rollback"), false);
    }
    return new FileHeader(
        startsWith(bytes, DUCKDB_MAGIC_OFFSET, DUCKDB_MAGIC)
            ? Optional.of(EngineKind.DUCKDB)
            : Optional.empty(),
        Optional.empty(),
        bytes.length == 0);
  }

  private static boolean startsWith(byte[] bytes, int offset, byte[] magic) {
    int end = offset + magic.length;
    return bytes.length >= end && Arrays.equals(bytes, offset, end, magic, 0, magic.length);
  }
}
