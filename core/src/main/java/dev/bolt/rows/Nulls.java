package dev.bolt.rows;

import java.util.List;

/** Which rows of a column are null: one bit each, or nothing at all where none is. Immutable. */
public final class Nulls {

  private static final Nulls NONE = new Nulls(null);

  private final long[] words;

  private Nulls(long[] words) {
    this.words = words;
  }

  /** No row is null. */
  public static Nulls none() {
    return NONE;
  }

  /** From one flag for each row. */
  public static Nulls of(boolean[] flags) {
    long[] words = null;
    for (int i = 0; i < flags.length; i++) {
      if (flags[i]) {
        words = words == null ? new long[wordCount(flags.length)] : words;
        words[i >>> 6] |= 1L << i;
      }
    }
    return words == null ? NONE : new Nulls(words);
  }

  /**
   * From {@link #words()}; null for none.
   *
   * @param words at least {@link #wordCount} of the rows; not copied
   */
  public static Nulls ofWords(long[] words) {
    return words == null ? NONE : new Nulls(words);
  }

  /** The number of words that hold a bit for each of a number of rows. */
  public static int wordCount(int rows) {
    return (rows + 63) >>> 6;
  }

  /** Whether a row is null. */
  public boolean isNull(int row) {
    return words != null && (words[row >>> 6] >>> row & 1) != 0;
  }

  /** Whether no row is null. */
  public boolean isNone() {
    return words == null;
  }

  /** The bits, the first row lowest; null where no row is null. Not to be changed. */
  public long[] words() {
    return words;
  }

  Nulls slice(int from, int to) {
    if (words == null) {
      return this;
    }
    boolean[] flags = new boolean[to - from];
    copyTo(flags, 0, from, to);
    return of(flags);
  }

  static Nulls concat(List<? extends Column> columns, int rows) {
    if (columns.stream().allMatch(column -> column.nulls().isNone())) {
      return NONE;
    }
    boolean[] flags = new boolean[rows];
    int at = 0;
    for (Column column : columns) {
      column.nulls().copyTo(flags, at, 0, column.size());
      at += column.size();
    }
    return of(flags);
  }

  private void copyTo(boolean[] flags, int at, int from, int to) {
    for (int row = from; row < to; row++) {
      flags[at + row - from] = isNull(row);
    }
  }

  long approximateBytes() {
    return words == null ? 0 : 8L * words.length;
  }
}
