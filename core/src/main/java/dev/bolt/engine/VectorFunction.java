package dev.bolt.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.Function;

/**
 * A function over two vectors that DuckDB has, for SQLite under the same name. There a vector is a
 * BLOB of its numbers, each a float of four bytes, the lowest first. Confined to its connection.
 */
final class VectorFunction extends Function {

  /** What there is. */
  private enum Kind {
    ARRAY_COSINE_SIMILARITY {
      @Override
      double of(byte[] left, byte[] right) {
        return Floats.dot(left, right)
            / Math.sqrt(Floats.dot(left, left) * Floats.dot(right, right));
      }
    },
    ARRAY_INNER_PRODUCT {
      @Override
      double of(byte[] left, byte[] right) {
        return Floats.dot(left, right);
      }
    },
    ARRAY_DISTANCE {
      @Override
      double of(byte[] left, byte[] right) {
        return Math.sqrt(Floats.squaredDistance(left, right));
      }
    };

    abstract double of(byte[] left, byte[] right);
  }

  private static final int ARGUMENTS = 2;

  private final Kind kind;

  private VectorFunction(Kind kind) {
    this.kind = kind;
  }

  /** Makes all of them known to a connection. */
  static void register(Connection connection) throws SQLException {
    for (Kind kind : Kind.values()) {
      Function.create(
          connection,
          kind.name().toLowerCase(Locale.ROOT),
          new VectorFunction(kind),
          ARGUMENTS,
          FLAG_DETERMINISTIC);
    }
  }

  @Override
  protected void xFunc() throws SQLException {
    byte[] left = value_blob(0);
    byte[] right = value_blob(1);
    if (left == null || right == null) {
      result();
    } else if (left.length != right.length || left.length % Float.BYTES != 0) {
      error(
          "vectors of "
              + left.length
              + " and "
              + right.length
              + " bytes cannot be compared: they need the same number of floats of four bytes");
    } else {
      result(kind.of(left, right));
    }
  }

  /** The arithmetic; apart, so that only a process that uses it loads it. */
  private static final class Floats {
    private static final VarHandle FLOAT =
        MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STEP = 4 * Float.BYTES;

    private Floats() {}

    private static float at(byte[] vector, int offset) {
      return (float) FLOAT.get(vector, offset);
    }

    // Four sums, so that an addition need not wait for the one before it.
    static double dot(byte[] left, byte[] right) {
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      int i = 0;
      for (; i <= left.length - STEP; i += STEP) {
        a += at(left, i) * at(right, i);
        b += at(left, i + 4) * at(right, i + 4);
        c += at(left, i + 8) * at(right, i + 8);
        d += at(left, i + 12) * at(right, i + 12);
      }
      for (; i < left.length; i += Float.BYTES) {
        a += at(left, i) * at(right, i);
      }
      return (double) a + b + c + d;
    }

    static double squaredDistance(byte[] left, byte[] right) {
      double sum = 0;
      for (int i = 0; i < left.length; i += Float.BYTES) {
        double difference = (double) at(left, i) - at(right, i);
        sum += difference * difference;
      }
      return sum;
    }
  }
}
