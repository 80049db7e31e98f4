package dev.bolt.similarity;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes metadata as JSON, and reads it again. Confined to one call. */
final class MetadataJson {
  private static final String ESCAPED = "\"\\/bfnrt";
  private static final String MEANT = "\"\\/\b\f\n\r\t";
  private static final int HEX = 16;
  private static final int UNICODE_DIGITS = 4;

  private final String text;
  private int position;

  private MetadataJson(String text) {
    this.text = text;
  }

  /**
   * Metadata as JSON.
   *
   * @throws SQLException with SQLState 22023 for a value that JSON does not have
   */
  static String write(Map<String, ?> metadata) throws SQLException {
    StringBuilder json = new StringBuilder();
    write(metadata, json);
    return json.toString();
  }

  private static void write(Object value, StringBuilder json) throws SQLException {
    if (value instanceof Map<?, ?> map) {
      json.append('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.append(json.charAt(json.length() - 1) == '{' ? "" : ",");
        writeText(String.valueOf(entry.getKey()), json);
        json.append(':');
        write(entry.getValue(), json);
      }
      json.append('}');
    } else if (value instanceof List<?> list) {
      json.append('[');
      for (int i = 0; i < list.size(); i++) {
        json.append(i == 0 ? "" : ",");
        write(list.get(i), json);
      }
      json.append(']');
    } else if (value instanceof CharSequence || value instanceof Character) {
      writeText(value.toString(), json);
    } else if (value == null || value instanceof Boolean || isFinite(value)) {
      json.append(value);
    } else {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "Metadata can be texts, finite numbers, booleans, lists and maps, not "
              + value
              + " of "
              + value.getClass().getName());
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  private static void writeText(String value, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /**
   * Metadata of JSON, unmodifiable.
   *
   * @throws IllegalArgumentException when it is no JSON object; the tables hold only such
   */
  static Map<String, Object> read(String json) {
    MetadataJson reader = new MetadataJson(json);
    try {
      if (reader.peek() == '{') {
        return reader.object();
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("The metadata end too early: " + json, e);
    }
    throw new IllegalArgumentException("The metadata are no JSON object: " + json);
  }

  private char peek() {
    while (Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return text.charAt(position);
  }

  private boolean take(char symbol) {
    boolean taken = peek() == symbol;
    if (taken) {
      position++;
    }
    return taken;
  }

  private void require(char symbol) {
    if (!take(symbol)) {
      throw new IllegalArgumentException(
          "The metadata need a " + symbol + " at " + position + ": " + text);
    }
  }

  private Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> plain();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    require('{');
    while (!take('}')) {
      String key = string();
      require(':');
      members.put(key, value());
      if (peek() != '}') {
        require(',');
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    require('[');
    while (!take(']')) {
      elements.add(value());
      if (peek() != ']') {
        require(',');
      }
    }
    return Collections.unmodifiableList(elements);
  }

  private String string() {
    StringBuilder value = new StringBuilder();
    require('"');
    for (char c = text.charAt(position++); c != '"'; c = text.charAt(position++)) {
      value.append(c == '\\' ? escaped(text.charAt(position++)) : c);
    }
    return value.toString();
  }

  private char escaped(char c) {
    if (c != 'u') {
      return MEANT.charAt(ESCAPED.indexOf(c));
    }
    position += UNICODE_DIGITS;
    return (char) Integer.parseInt(text.substring(position - UNICODE_DIGITS, position), HEX);
  }

  private Object plain() {
    int start = position;
    while (",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    return switch (word) {
      case "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> number(word);
    };
  }

  private static Object number(String word) {
    try {
      return Long.valueOf(word);
    } catch (NumberFormatException e) {
      // It has a fraction, or is too long.
      return Double.valueOf(word);
    }
  }
}
