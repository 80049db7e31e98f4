package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Reads the streams that come as parameters: the engines take values whole. */
final class Streams {
  /** Stands for a stream that is read to its end. */
  static final long TO_END = -1;

  private static final int BUFFER = 8192;

  private Streams() {}

  /** The bytes of a stream, at most a number of them; null for null. */
  static byte[] bytes(InputStream stream, long length) throws SQLException {
    if (stream == null) {
      return null;
    }
    try {
      return length == TO_END ? stream.readAllBytes() : stream.readNBytes(checked(length));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The text of a stream in ASCII or UTF-8, of at most a number of bytes; null for null. */
  static String text(InputStream stream, long length) throws SQLException {
    byte[] bytes = bytes(stream, length);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The text of a reader, of at most a number of characters; null for null. */
  static String text(Reader reader, long length) throws SQLException {
    if (reader == null) {
      return null;
    }
    int left = length == TO_END ? Integer.MAX_VALUE : checked(length);
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[BUFFER];
    try {
      int read;
      while (left > 0 && (read = reader.read(buffer, 0, Math.min(left, BUFFER))) >= 0) {
        text.append(buffer, 0, read);
        left -= read;
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return text.toString();
  }

  private static int checked(long length) throws SQLException {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A value cannot have the length " + length + ": 0 to 2147483647 are allowed");
    }
    return (int) length;
  }

  private static SQLException failed(IOException e) {
    return ErrorCode.IO.exception("The stream of a parameter cannot be read: " + e.getMessage(), e);
  }
}
