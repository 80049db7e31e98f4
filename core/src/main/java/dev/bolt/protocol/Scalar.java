package dev.bolt.protocol;

import java.time.DateTimeException;

/**
 * How the values of one class are written and read.
 *
 * @param type the class, exactly
 * @param writer writes a value
 * @param reader reads one; what it returns stands for the value, mostly in the same class
 */
record Scalar<T>(Class<T> type, Writer<T> writer, Reader reader) {

  interface Writer<T> {
    void write(T value, WireWriter out);
  }

  interface Reader {
    Object read(WireReader in) throws ProtocolException;
  }

  void write(Object value, WireWriter out) {
    writer.write(type.cast(value), out);
  }

  /** Reads a value; what Java's own classes refuse to represent is a breach of the protocol. */
  Object read(WireReader in) throws ProtocolException {
    try {
      return reader.read(in);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new ProtocolException("Not a " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }
}
