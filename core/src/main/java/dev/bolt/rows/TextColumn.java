package dev.bolt.rows;

import java.util.Arrays;
import java.util.List;

/** Text as the engine's driver hands it out: one string for each row. */
public final class TextColumn extends Column {

  /** The reference, the headers of the string and of its array. */
  private static final int OVERHEAD = 48;

  private final String[] values;

  /** A column over strings, which are not copied. */
  public TextColumn(ColumnType type, Nulls nulls, String[] values) {
    super(type, nulls, values.length);
    this.values = values;
  }

  @Override
  public String text(int row) {
    return values[row];
  }

  @Override
  public long approximateBytes() {
    long bytes = nulls().approximateBytes();
    for (String value : values) {
      bytes += value == null ? Integer.BYTES : OVERHEAD + value.length();
    }
    return bytes;
  }

  @Override
  public Column slice(int from, int to) {
    String[] part = Arrays.copyOfRange(values, from, to);
    return new TextColumn(type(), nulls().slice(from, to), part);
  }

  @Override
  Column concat(List<Column> all, int rows) {
    String[] joined = new String[rows];
    int at = 0;
    for (Column column : all) {
      System.arraycopy(((TextColumn) column).values, 0, joined, at, column.size());
      at += column.size();
    }
    return new TextColumn(type(), Nulls.concat(all, rows), joined);
  }
}
