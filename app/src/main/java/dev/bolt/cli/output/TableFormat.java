package dev.bolt.cli.output;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes an aligned table with the number of rows below it. */
public final class TableFormat implements RowFormat {

  private static final String NULL = "NULL";

  private final int maxWidth;

  /**
   * A format for a terminal of a width, or for what is no terminal.
   *
   * @param maxWidth the width to which values are shortened, or 0 for never
   */
  public TableFormat(int maxWidth) {
    this.maxWidth = maxWidth;
  }

  @Override
  public long write(ResultSet rows, Writer out) throws IOException, SQLException {
    CellText cells = new CellText(rows);
    List<Grid.Column> columns = new ArrayList<>();
    for (int i = 1; i <= cells.count(); i++) {
      columns.add(new Grid.Column(cells.name(i), cells.isNumeric(i)));
    }
    Grid grid = new Grid(out, columns, maxWidth);
    long count = 0;
    while (rows.next()) {
      String[] row = new String[cells.count()];
      for (int i = 0; i < row.length; i++) {
        String text = cells.get(i + 1);
        row[i] = text == null ? NULL : text;
      }
      grid.row(row);
      count++;
    }
    grid.flush();
    out.append(String.format(Locale.ROOT, "(%,d %s)%n", count, count == 1 ? "row" : "rows"));
    return count;
  }
}
