package dev.bolt.config;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Gathers the options of a URL and its properties. Confined to one call. */
final class UrlOptions {

  /** What the drivers of the engines call an option that Bolt has too. */
  private static final Map<String, String> ALIASES =
      Map.of("duckdb.read_only", Option.READ_ONLY.key());

  private final Map<String, String> values = new TreeMap<>();

  Map<String, String> values() {
    return values;
  }

  /** Adds what follows the path: {@code ?a=b&c=d} or {@code ;a=b;c=d}. */
  void addAll(String text) throws SQLException {
    if (text.isEmpty()) {
      return;
    }
    for (String part : text.substring(1).split(text.charAt(0) == '?' ? "&" : ";")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        add(
            PercentCode.decode(part.substring(0, equals)),
            PercentCode.decode(part.substring(equals + 1)));
      } else if (!part.isBlank()) {
        throw ErrorCode.INVALID_OPTION.exception(
            "'" + part + "' in the URL is not of the form key=value" + OptionHelp.SEE);
      }
    }
  }

  /** Adds properties, defaults included. */
  void addAll(Properties properties) throws SQLException {
    if (properties == null) {
      return;
    }
    for (String name : properties.stringPropertyNames()) {
      add(name, properties.getProperty(name));
    }
  }

  private void add(String name, String value) throws SQLException {
    String key = ALIASES.getOrDefault(name.strip(), name.strip());
    String before = values.putIfAbsent(key, value);
    if (before != null && !before.equals(value)) {
      throw ErrorCode.INVALID_OPTION.exception(
          "The option " + key + " is given twice: '" + before + "' and '" + value + "'");
    }
  }
}
