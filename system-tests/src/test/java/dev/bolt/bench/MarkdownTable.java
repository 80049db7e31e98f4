package dev.bolt.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table that is aligned also where it is read as plain text. Confined to one thread. */
final class MarkdownTable {

  private final List<String[]> rows = new ArrayList<>();

  /** A table; all columns but the first hold numbers and are aligned on the right. */
  MarkdownTable(String... heads) {
    rows.add(heads);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      line(text, row, widths);
      if (row == rows.get(0)) {
        rule(text, widths);
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String[] row, int[] widths) {
    for (int i = 0; i < row.length; i++) {
      String padding = " ".repeat(widths[i] - row[i].length());
      text.append("| ").append(i == 0 ? row[i] + padding : padding + row[i]).append(' ');
    }
    text.append("|\n");
  }

  private static void rule(StringBuilder text, int[] widths) {
    text.append('|').append("-".repeat(widths[0] + 2)).append('|');
    Arrays.stream(widths).skip(1).forEach(width -> text.append("-".repeat(width + 1)).append(":|"));
    text.append('\n');
  }
}
