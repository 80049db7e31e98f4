package dev.bolt.database;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of the columns of a result. Immutable. */
final class Columns {
  private final String[] names;
  private final Map<String, Integer> places = new HashMap<>();

  private Columns(String[] names) {
    this.names = names;
    for (int i = 0; i < names.length; i++) {
      places.putIfAbsent(names[i], i);
    }
  }

  /** Those of a list of names. */
  static Columns of(List<String> names) {
    return new Columns(names.toArray(String[]::new));
  }

  /**
   * Those of a result.
   *
   * @param before those of an earlier result of the same text, or null; the answer where they fit
   */
  static Columns of(ResultSet rows, Columns before) throws SQLException {
    ResultSetMetaData data = rows.getMetaData();
    int count = data.getColumnCount();
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = data.getColumnLabel(i + 1);
    }
    return before != null && Arrays.equals(names, before.names) ? before : new Columns(names);
  }

  int count() {
    return names.length;
  }

  String name(int place) {
    return names[place];
  }

  /**
   * The place of a name, from 0: that of the first column so called, else of the first that differs
   * in case only.
   *
   * @throws IllegalArgumentException with the names there are, when there is none
   */
  int place(String name) {
    Integer place = places.get(name);
    if (place != null) {
      return place;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "The row has no column " + name + "; it has " + String.join(", ", names));
  }
}
