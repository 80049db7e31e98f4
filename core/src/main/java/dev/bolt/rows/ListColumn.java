package dev.bolt.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists, arrays and maps: each row is a range of another column. Ranges may overlap, as they do
 * where the engine repeats one list. The elements of a map are structures of a key and a value.
 */
public final class ListColumn extends Column {

  private final int[] starts;
  private final int[] lengths;
  private final Column elements;

  /**
   * A column over ranges, which are not copied.
   *
   * @param starts where the range of each row begins
   * @param lengths how long it is; start and length stay within the elements
   */
  public ListColumn(ColumnType type, Nulls nulls, int[] starts, int[] lengths, Column elements) {
    super(type, nulls, starts.length);
    this.starts = starts;
    this.lengths = lengths;
    this.elements = elements;
  }

  /** Where the range of a row begins. */
  public int start(int row) {
    return starts[row];
  }

  /** How long the range of a row is. */
  public int length(int row) {
    return lengths[row];
  }

  /** The column that the ranges are of. */
  public Column elements() {
    return elements;
  }

  @Override
  public long approximateBytes() {
    return 2L * Integer.BYTES * size() + nulls().approximateBytes() + elements.approximateBytes();
  }

  @Override
  public Column slice(int from, int to) {
    int first = Integer.MAX_VALUE;
    int end = 0;
    for (int row = from; row < to; row++) {
      if (lengths[row] > 0) {
        first = Math.min(first, starts[row]);
        end = Math.max(end, starts[row] + lengths[row]);
      }
    }
    first = Math.min(first, end);
    int[] part = new int[to - from];
    for (int i = 0; i < part.length; i++) {
      part[i] = lengths[from + i] > 0 ? starts[from + i] - first : 0;
    }
    return new ListColumn(
        type(),
        nulls().slice(from, to),
        part,
        Arrays.copyOfRange(lengths, from, to),
        elements.slice(first, end));
  }

  @Override
  Column concat(List<Column> all, int rows) {
    int[] joinedStarts = new int[rows];
    int[] joinedLengths = new int[rows];
    List<Column> parts = new ArrayList<>();
    int row = 0;
    int base = 0;
    for (Column column : all) {
      ListColumn part = (ListColumn) column;
      for (int i = 0; i < part.size(); i++) {
        joinedStarts[row] = part.lengths[i] > 0 ? part.starts[i] + base : 0;
        joinedLengths[row++] = part.lengths[i];
      }
      // Where all rows are null or empty the engine may not have told the type of the elements.
      if (part.elements.size() > 0) {
        parts.add(part.elements);
        base = Math.addExact(base, part.elements.size());
      }
    }
    Column joined = parts.isEmpty() ? emptyElements(all) : Column.concat(parts);
    return new ListColumn(type(), Nulls.concat(all, rows), joinedStarts, joinedLengths, joined);
  }

  private static Column emptyElements(List<Column> all) {
    Column empty = ((ListColumn) all.get(0)).elements;
    for (Column column : all) {
      Column candidate = ((ListColumn) column).elements;
      empty = empty.type() == ColumnType.UNKNOWN ? candidate : empty;
    }
    return empty;
  }
}
