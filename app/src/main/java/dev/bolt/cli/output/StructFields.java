package dev.bolt.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * The field names of a struct, which {@code java.sql} gives only inside of the name of its type:
 * {@code STRUCT(a INTEGER, "b c" STRUCT(d VARCHAR)[])}. Stateless.
 */
final class StructFields {

  private StructFields() {}

  /**
   * The names of the fields; fields of a type that does not tell are {@code field1}, {@code
   * field2}, …
   */
  static List<String> names(String typeName, int count) {
    List<String> names = parse(typeName);
    if (names.size() == count) {
      return names;
    }
    List<String> numbered = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      numbered.add("field" + i);
    }
    return numbered;
  }

  private static List<String> parse(String typeName) {
    List<String> names = new ArrayList<>();
    int depth = 0;
    for (int i = 0; i < typeName.length(); i++) {
      char c = typeName.charAt(i);
      boolean opensField = depth == 0 && c == '(' || depth == 1 && c == ',';
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (opensField) {
        StringBuilder name = new StringBuilder();
        i = readName(typeName, i + 1, name) - 1;
        names.add(name.toString());
      } else if (c == '"') {
        i = readName(typeName, i, new StringBuilder()) - 1;
      }
    }
    return names;
  }

  /** Reads a name, quoted or not, and gives the index behind it. */
  private static int readName(String text, int from, StringBuilder name) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    if (i < text.length() && text.charAt(i) == '"') {
      return readQuoted(text, i + 1, name);
    }
    while (i < text.length() && text.charAt(i) != ' ' && text.charAt(i) != ')') {
      name.append(text.charAt(i++));
    }
    return i;
  }

  private static int readQuoted(String text, int from, StringBuilder name) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '"') {
        name.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        name.append(c);
        i++;
      } else {
        return i + 1;
      }
    }
    return text.length();
  }
}
