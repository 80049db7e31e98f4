package dev.bolt.similarity;

import dev.bolt.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.SQLException;
import java.util.HexFormat;

/** Vectors as the engines want them and give them. Stateless. */
final class Vectors {

  /** What a number takes as text at most, with the comma. */
  static final int TEXT_LENGTH = 16;

  private Vectors() {}

  /**
   * Requires a vector of a number of finite numbers.
   *
   * @throws SQLException with SQLState 22023
   */
  static void require(float[] vector, int dimension, Metric metric, String what)
      throws SQLException {
    if (vector == null || vector.length == 0) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The vector of " + what + " has no numbers");
    }
    if (vector.length != dimension) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The vectors of this table have "
              + dimension
              + " numbers, and that of "
              + what
              + " has "
              + vector.length
              + ". Use the model that the others were made with, or another table");
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw ErrorCode.INVALID_ARGUMENT.exception(
            "Number " + i + " of the vector of " + what + " is " + vector[i] + ", not finite");
      }
    }
    metric.require(vector);
  }

  /** As SQLite has it: floats of four bytes, the lowest first. */
  static byte[] bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  /** Appends its numbers with commas between them. */
  static void append(StringBuilder text, float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(vector[i]);
    }
  }

  /** As DuckDB reads an array. */
  static String text(float[] vector) {
    StringBuilder text = new StringBuilder(vector.length * TEXT_LENGTH).append('[');
    append(text, vector);
    return text.append(']').toString();
  }

  /** The vector of a column. */
  static float[] of(Object value) throws SQLException {
    if (value instanceof byte[] bytes) {
      float[] vector = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
      return vector;
    }
    Object[] numbers = (Object[]) ((Array) value).getArray();
    float[] vector = new float[numbers.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (Float) numbers[i];
    }
    return vector;
  }

  /** The SHA-256 of its numbers, in hexadecimal digits. */
  static String hash(float[] vector) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(vector)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
