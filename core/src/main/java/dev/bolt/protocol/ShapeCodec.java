package dev.bolt.protocol;

import dev.bolt.rows.ColumnInfo;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.rows.RowShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes and reads what results and parameters are called and made of: the fields of each record,
 * in order.
 */
public final class ShapeCodec {

  private static final int LEAST_COLUMN = 7 + 6 * Integer.BYTES;
  private static final int LEAST_PARAMETER = 2 + 5 * Integer.BYTES + 1;

  private ShapeCodec() {}

  /** Writes the columns of a result. */
  public static void write(RowShape shape, WireWriter out) {
    out.putVarInt(shape.width());
    for (ColumnInfo column : shape.columns()) {
      out.putString(column.label());
      out.putString(column.name());
      out.putString(column.typeName());
      out.putInt(column.sqlType());
      out.putString(column.className());
      out.putInt(column.precision());
      out.putInt(column.scale());
      out.putInt(column.displaySize());
      out.putInt(column.nullable());
      out.putInt(column.flags());
      out.putString(column.schema());
      out.putString(column.table());
      out.putString(column.catalog());
    }
  }

  /** Reads the columns of a result. */
  public static RowShape read(WireReader in) throws ProtocolException {
    int width = in.readCount(LEAST_COLUMN);
    List<ColumnInfo> columns = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      columns.add(
          new ColumnInfo(
              in.readString(),
              in.readString(),
              in.readString(),
              in.readInt(),
              in.readString(),
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readString(),
              in.readString(),
              in.readString()));
    }
    return new RowShape(columns);
  }

  /** Writes the parameters of a statement. */
  public static void writeParameters(List<ParameterInfo> parameters, WireWriter out) {
    out.putVarInt(parameters.size());
    for (ParameterInfo parameter : parameters) {
      out.putInt(parameter.sqlType());
      out.putString(parameter.typeName());
      out.putString(parameter.className());
      out.putInt(parameter.precision());
      out.putInt(parameter.scale());
      out.putBoolean(parameter.signed());
      out.putInt(parameter.nullable());
      out.putInt(parameter.mode());
    }
  }

  /** Reads the parameters of a statement. */
  public static List<ParameterInfo> readParameters(WireReader in) throws ProtocolException {
    int count = in.readCount(LEAST_PARAMETER);
    List<ParameterInfo> parameters = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parameters.add(
          new ParameterInfo(
              in.readInt(),
              in.readString(),
              in.readString(),
              in.readInt(),
              in.readInt(),
              in.readBoolean(),
              in.readInt(),
              in.readInt()));
    }
    return parameters;
  }
}
