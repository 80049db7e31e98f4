package dev.bolt.cli.output;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.List;
import java.util.Map;

/**
 * Writes SQL values as JSON: numbers as numbers, lists as arrays, structs and maps as objects, JSON
 * as it is, and all else as the text of the engine. Confined to one thread.
 */
final class JsonValues {

  private static final String JSON_TYPE = "JSON";

  private final ResultSet rows;
  private final CellText text;
  private final boolean[] json;

  JsonValues(ResultSet rows) throws SQLException {
    this.rows = rows;
    text = new CellText(rows);
    json = new boolean[text.count() + 1];
    for (int i = 1; i < json.length; i++) {
      json[i] = JSON_TYPE.equals(rows.getMetaData().getColumnTypeName(i));
    }
  }

  /** Writes a value of the current row. */
  void write(JsonWriter out, int column) throws IOException, SQLException {
    Object value = rows.getObject(column);
    if (value == null) {
      out.nullValue();
    } else if (json[column]) {
      out.jsonValue(rows.getString(column));
    } else if (isComposite(value) || value instanceof Number || value instanceof Boolean) {
      writeValue(out, value);
    } else {
      out.value(value instanceof byte[] bytes ? CellText.of(bytes) : text.get(column));
    }
  }

  private static boolean isComposite(Object value) {
    return value instanceof Array
        || value instanceof Struct
        || value instanceof Map
        || value instanceof List
        || value instanceof Object[];
  }

  private void writeValue(JsonWriter out, Object value) throws IOException, SQLException {
    if (value == null) {
      out.nullValue();
    } else if (value instanceof Number number) {
      writeNumber(out, number);
    } else if (value instanceof Boolean bool) {
      out.value(bool);
    } else if (value instanceof Array array) {
      writeArray(out, (Object[]) array.getArray());
    } else if (value instanceof Object[] elements) {
      writeArray(out, elements);
    } else if (value instanceof List<?> list) {
      writeArray(out, list.toArray());
    } else if (value instanceof Struct struct) {
      writeStruct(out, struct);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(out, map);
    } else {
      out.value(scalarText(value));
    }
  }

  private static String scalarText(Object value) throws SQLException {
    if (value instanceof byte[] bytes) {
      return CellText.of(bytes);
    }
    return value instanceof Blob blob
        ? CellText.of(blob.getBytes(1, Math.toIntExact(blob.length())))
        : value.toString();
  }

  // JSON has no infinity and no NaN: they are texts.
  private static void writeNumber(JsonWriter out, Number number) throws IOException {
    double value = number.doubleValue();
    boolean floating = number instanceof Double || number instanceof Float;
    if (floating && (Double.isNaN(value) || Double.isInfinite(value))) {
      out.value(number.toString());
    } else {
      out.value(number);
    }
  }

  private void writeArray(JsonWriter out, Object[] elements) throws IOException, SQLException {
    out.beginArray();
    for (Object element : elements) {
      writeValue(out, element);
    }
    out.endArray();
  }

  private void writeStruct(JsonWriter out, Struct struct) throws IOException, SQLException {
    Object[] attributes = struct.getAttributes();
    List<String> names = StructFields.names(struct.getSQLTypeName(), attributes.length);
    out.beginObject();
    for (int i = 0; i < attributes.length; i++) {
      out.name(names.get(i));
      writeValue(out, attributes[i]);
    }
    out.endObject();
  }

  private void writeMap(JsonWriter out, Map<?, ?> map) throws IOException, SQLException {
    out.beginObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.name(entry.getKey() == null ? "null" : scalarText(entry.getKey()));
      writeValue(out, entry.getValue());
    }
    out.endObject();
  }
}
