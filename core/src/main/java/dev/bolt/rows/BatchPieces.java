package dev.bolt.rows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * Cuts the rows of a batch into pieces of bounded size, in order: {@link ColumnRows} where enough
 * rows that follow each other have parameters of the same classes, else rows as they are.
 */
public final class BatchPieces implements Iterator<List<Object[]>> {

  /** To put fewer rows into columns costs more than it saves. */
  private static final int FEWEST_IN_COLUMNS = 16;

  /** Rows that do not suit each other go in pieces of so many, whatever comes behind them. */
  private static final int MOST_AS_ROWS = 256;

  private static final int MOST_IN_COLUMNS = 8_192;

  private static final long MOST_BYTES = 1 << 20;

  private final List<Object[]> rows;
  private int next;

  /** Cuts rows, which must not change meanwhile. */
  public BatchPieces(List<Object[]> rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return next < rows.size();
  }

  @Override
  public List<Object[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<ParameterColumn> columns =
        Stream.generate(ParameterColumn::new).limit(rows.get(next).length).toList();
    int count = fill(columns);
    if (count >= FEWEST_IN_COLUMNS) {
      next += count;
      return ColumnRows.of(count, columns);
    }
    int end = Math.min(rows.size(), next + Math.max(1, rowsWithin(MOST_AS_ROWS)));
    List<Object[]> piece = new ArrayList<>(rows.subList(next, end));
    next = end;
    return piece;
  }

  private int fill(List<ParameterColumn> columns) {
    if (columns.isEmpty()) {
      return 0;
    }
    int most = rowsWithin(MOST_IN_COLUMNS);
    for (int count = 0; count < most; count++) {
      Object[] row = rows.get(next + count);
      for (int i = 0; i < row.length; i++) {
        if (!columns.get(i).add(count, row[i])) {
          return count;
        }
      }
    }
    return most;
  }

  private int rowsWithin(int most) {
    int count = 0;
    long bytes = 0;
    while (count < most && next + count < rows.size() && bytes < MOST_BYTES) {
      for (Object value : rows.get(next + count)) {
        bytes += Long.BYTES + (value == null ? 0 : ParameterType.length(value));
      }
      count++;
    }
    return count;
  }
}
