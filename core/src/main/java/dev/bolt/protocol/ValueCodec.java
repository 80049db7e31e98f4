package dev.bolt.protocol;

import dev.bolt.ErrorCode;
import dev.bolt.rows.ArrayValue;
import dev.bolt.rows.StructValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads rows of single values: the parameters of a statement, arguments and answers of
 * metadata calls.
 *
 * <pre>
 *   row:    count: varint │ value ...
 *   value:  0                                                      null
 *           1 to 32, 33 to 63: byte │ the value                    PlainScalars, TemporalScalars
 *           64 │ type name │ row                                   array
 *           65 │ type name │ row                                   structure
 *           66 │ row of keys │ row of values                       map
 *           67 │ row                                               list or another collection
 *           68 │ row                                               Object[]
 * </pre>
 */
public final class ValueCodec {

  private static final int NULL = 0;
  private static final int FIRST_PLAIN = 1;
  private static final int FIRST_TEMPORAL = 33;
  private static final int ARRAY = 64;
  private static final int STRUCT = 65;
  private static final int MAP = 66;
  private static final int LIST = 67;
  private static final int OBJECTS = 68;

  /** Values nested deeper than this are refused, so that no stack overflows. */
  private static final int MAX_DEPTH = 64;

  private static final Scalar<?>[] SCALARS = new Scalar<?>[ARRAY];
  private static final Map<Class<?>, Integer> NUMBERS = new HashMap<>();

  static {
    register(FIRST_PLAIN, PlainScalars.all());
    register(FIRST_TEMPORAL, TemporalScalars.all());
  }

  private ValueCodec() {}

  private static void register(int first, List<Scalar<?>> scalars) {
    for (int i = 0; i < scalars.size(); i++) {
      SCALARS[first + i] = scalars.get(i);
      NUMBERS.put(scalars.get(i).type(), first + i);
    }
  }

  /**
   * Writes values.
   *
   * @throws SQLException with SQLState 22023 where a value is of a class that cannot be carried
   */
  public static void writeRow(Object[] values, WireWriter out) throws SQLException {
    writeRow(values, out, 0);
  }

  private static void writeRow(Object[] values, WireWriter out, int depth) throws SQLException {
    if (depth > MAX_DEPTH) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A value is nested more than " + MAX_DEPTH + " deep, or contains itself");
    }
    out.putVarInt(values.length);
    for (Object value : values) {
      write(value, out, depth);
    }
  }

  private static void write(Object value, WireWriter out, int depth) throws SQLException {
    if (value == null) {
      out.putByte(NULL);
      return;
    }
    Integer number = NUMBERS.get(value.getClass());
    if (number != null) {
      out.putByte(number);
      SCALARS[number].write(value, out);
    } else {
      writeNested(value, out, depth + 1);
    }
  }

  private static void writeNested(Object value, WireWriter out, int depth) throws SQLException {
    if (value instanceof ArrayValue array) {
      out.putByte(ARRAY);
      out.putString(array.typeName());
      writeRow(array.elements(), out, depth);
    } else if (value instanceof StructValue struct) {
      out.putByte(STRUCT);
      out.putString(struct.typeName());
      writeRow(struct.attributes(), out, depth);
    } else if (value instanceof Map<?, ?> map) {
      out.putByte(MAP);
      writeRow(map.keySet().toArray(), out, depth);
      writeRow(map.values().toArray(), out, depth);
    } else if (value instanceof Collection<?> collection) {
      out.putByte(LIST);
      writeRow(collection.toArray(), out, depth);
    } else if (value instanceof Object[] objects) {
      out.putByte(OBJECTS);
      writeRow(objects, out, depth);
    } else {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A value of "
              + value.getClass().getName()
              + " cannot be given to the engine. Convert it to a type of the engine, or to text");
    }
  }

  /** Reads values. */
  public static Object[] readRow(WireReader in) throws ProtocolException {
    return readRow(in, 0);
  }

  private static Object[] readRow(WireReader in, int depth) throws ProtocolException {
    if (depth > MAX_DEPTH) {
      throw new ProtocolException("Values nested more than " + MAX_DEPTH + " deep");
    }
    int count = in.readCount(1);
    // Grows as values arrive: a count that is rubbish would be allocated again at each depth.
    List<Object> values = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      values.add(read(in, depth));
    }
    return values.toArray();
  }

  private static Object read(WireReader in, int depth) throws ProtocolException {
    int number = in.readByte() & 0xff;
    return switch (number) {
      case NULL -> null;
      case ARRAY -> new ArrayValue(in.readString(), readRow(in, depth + 1));
      case STRUCT -> new StructValue(in.readString(), readRow(in, depth + 1));
      case MAP -> readMap(in, depth + 1);
      case LIST -> new ArrayList<>(Arrays.asList(readRow(in, depth + 1)));
      case OBJECTS -> readRow(in, depth + 1);
      default -> readScalar(in, number);
    };
  }

  private static Object readScalar(WireReader in, int number) throws ProtocolException {
    if (number >= SCALARS.length || SCALARS[number] == null) {
      throw new ProtocolException("A value of unknown type " + number);
    }
    return SCALARS[number].read(in);
  }

  private static Map<Object, Object> readMap(WireReader in, int depth) throws ProtocolException {
    Object[] keys = readRow(in, depth);
    Object[] values = readRow(in, depth);
    if (keys.length != values.length) {
      throw new ProtocolException(
          "A map of " + keys.length + " keys, " + values.length + " values");
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    return map;
  }
}
