package dev.bolt.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A far tier in a folder, which processes and machines may share that see it: a file for each
 * value, named by the digest of its key. Thread-safe.
 *
 * <pre>
 *   folder/3f/3f9a…            the SHA-256 of the key
 *     "BoltFar1" │ checksum: 8 │ written: 8 │ length of the key: 4 │ key │ value
 * </pre>
 *
 * <p>A file is written under another name that is then changed, so that nobody reads half of one. A
 * file that is not right, by its checksum or key, is no value. It is not synced: after a power cut
 * values may be gone.
 */
public final class DirectoryTier implements FarTier {

  private static final byte[] MAGIC = "BoltFar1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_AT = MAGIC.length;
  private static final int WRITTEN_AT = CHECKSUM_AT + Long.BYTES;
  private static final int KEY_LENGTH_AT = WRITTEN_AT + Long.BYTES;
  private static final int KEY_AT = KEY_LENGTH_AT + Integer.BYTES;
  private static final String DRAFT = ".draft";
  private static final String PARTS = "[0-9a-f][0-9a-f]";

  private final Path folder;

  private DirectoryTier(Path folder) {
    this.folder = folder;
  }

  /**
   * The far tier in a folder, which is made when it does not exist.
   *
   * @throws IOException when it cannot be made
   */
  public static DirectoryTier at(Path folder) throws IOException {
    return new DirectoryTier(Files.createDirectories(folder));
  }

  @Override
  public Optional<FarValue> read(String key) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file(key));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.wrap(content);
    boolean right =
        content.length >= KEY_AT + name.length
            && in.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
            && in.getLong(CHECKSUM_AT) == checksum(content)
            && in.getInt(KEY_LENGTH_AT) == name.length
            && in.slice(KEY_AT, name.length).equals(ByteBuffer.wrap(name));
    if (!right) {
      return Optional.empty();
    }
    byte[] value = new byte[content.length - KEY_AT - name.length];
    in.get(KEY_AT + name.length, value);
    return Optional.of(new FarValue(value, Instant.ofEpochMilli(in.getLong(WRITTEN_AT))));
  }

  @Override
  public void write(String key, FarValue value) throws IOException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(KEY_AT + name.length + value.bytes().length);
    out.put(MAGIC).putLong(0).putLong(value.written().toEpochMilli());
    out.putInt(name.length).put(name).put(value.bytes());
    out.putLong(CHECKSUM_AT, checksum(out.array()));
    Path file = file(key);
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), "", DRAFT);
    try {
      Files.write(draft, out.array());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static long checksum(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content, WRITTEN_AT, content.length - WRITTEN_AT);
    return checksum.getValue();
  }

  @Override
  public void remove(String key) throws IOException {
    Files.deleteIfExists(file(key));
  }

  // Drafts go too: of who was killed, or writes what is to go anyway, who is told that it is gone.
  @Override
  public void removeAll() throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PARTS)) {
      for (Path part : parts) {
        removeFiles(part);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void removeFiles(Path part) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Path file(String key) {
    String name = digest(key);
    return folder.resolve(name.substring(0, 2)).resolve(name);
  }

  /** The SHA-256 of a key, as text. */
  static String digest(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "DirectoryTier at " + folder;
  }
}
