package dev.bolt.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody who mistyped it most likely meant. Stateless. */
public final class NearestName {

  private NearestName() {}

  /** The known name nearest to one that is not known, or empty if none resembles it. */
  public static Optional<String> of(String unknown, Collection<String> known) {
    String nearest = null;
    int fewest = Math.max(2, unknown.length() / 3) + 1;
    for (String name : known) {
      int edits = edits(letters(unknown), letters(name));
      if (edits < fewest) {
        fewest = edits;
        nearest = name;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** What of a name people remember: not its case and not how its words are joined. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
  }

  /** Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
