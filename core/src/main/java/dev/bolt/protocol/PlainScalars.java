package dev.bolt.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Numbers, text and bytes as values. */
final class PlainScalars {

  private PlainScalars() {}

  /** In the order of their numbers on the wire: append only. */
  static List<Scalar<?>> all() {
    return List.of(
        new Scalar<>(Boolean.class, (v, out) -> out.putBoolean(v), WireReader::readBoolean),
        new Scalar<>(Byte.class, (v, out) -> out.putByte(v), WireReader::readByte),
        new Scalar<>(Short.class, (v, out) -> out.putInt(v), in -> (short) in.readInt()),
        new Scalar<>(Integer.class, (v, out) -> out.putInt(v), WireReader::readInt),
        new Scalar<>(Long.class, (v, out) -> out.putLong(v), WireReader::readLong),
        new Scalar<>(
            Float.class,
            (v, out) -> out.putInt(Float.floatToRawIntBits(v)),
            in -> Float.intBitsToFloat(in.readInt())),
        new Scalar<>(
            Double.class,
            (v, out) -> out.putLong(Double.doubleToRawLongBits(v)),
            in -> Double.longBitsToDouble(in.readLong())),
        new Scalar<>(
            BigInteger.class,
            (v, out) -> out.putBytes(v.toByteArray()),
            in -> new BigInteger(in.readBytes())),
        new Scalar<>(BigDecimal.class, PlainScalars::writeDecimal, PlainScalars::readDecimal),
        new Scalar<>(String.class, (v, out) -> out.putString(v), WireReader::readString),
        new Scalar<>(byte[].class, (v, out) -> out.putBytes(v), WireReader::readBytes),
        new Scalar<>(UUID.class, PlainScalars::writeUuid, PlainScalars::readUuid),
        new Scalar<>(String[].class, PlainScalars::writeStrings, PlainScalars::readStrings),
        new Scalar<>(int[].class, PlainScalars::writeInts, in -> in.readInts(in.readCount(4))));
  }

  private static void writeDecimal(BigDecimal value, WireWriter out) {
    out.putInt(value.scale());
    out.putBytes(value.unscaledValue().toByteArray());
  }

  private static BigDecimal readDecimal(WireReader in) throws ProtocolException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(in.readBytes()), scale);
  }

  private static void writeUuid(UUID value, WireWriter out) {
    out.putLong(value.getMostSignificantBits());
    out.putLong(value.getLeastSignificantBits());
  }

  private static UUID readUuid(WireReader in) throws ProtocolException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void writeStrings(String[] values, WireWriter out) {
    out.putVarInt(values.length);
    for (String value : values) {
      out.putNullableString(value);
    }
  }

  private static String[] readStrings(WireReader in) throws ProtocolException {
    List<String> values = new ArrayList<>();
    for (int i = in.readCount(1); i > 0; i--) {
      values.add(in.readNullableString());
    }
    return values.toArray(String[]::new);
  }

  private static void writeInts(int[] values, WireWriter out) {
    out.putVarInt(values.length);
    for (int value : values) {
      out.putInt(value);
    }
  }
}
