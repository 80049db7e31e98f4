package dev.bolt.cli.output;

import java.util.Arrays;

/** Shares the width of a terminal among the columns of a table. Stateless. */
final class ColumnWidths {

  private ColumnWidths() {}

  /**
   * The widths to show: the widest columns are cut, all to the same width, until the table fits.
   *
   * @param wanted the width of the content of each column
   * @param total the width of the table, or 0 for no bound
   * @param separator the width between two columns
   * @param least the width below which no column is cut, even if the table does not fit then
   */
  static int[] fit(int[] wanted, int total, int separator, int least) {
    int available = total - separator * (wanted.length - 1);
    if (total <= 0 || Arrays.stream(wanted).sum() <= available) {
      return wanted.clone();
    }
    int cap = Math.max(least, largestCap(wanted, available));
    return Arrays.stream(wanted).map(width -> Math.min(width, cap)).toArray();
  }

  // The narrow columns keep their width; the rest is shared evenly by the others.
  private static int largestCap(int[] wanted, int available) {
    int[] sorted = wanted.clone();
    Arrays.sort(sorted);
    int left = available;
    for (int i = 0; i < sorted.length; i++) {
      int share = left / (sorted.length - i);
      if (sorted[i] > share) {
        return share;
      }
      left -= sorted[i];
    }
    return left;
  }
}
