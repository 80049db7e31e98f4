package dev.bolt.cli.output;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Writes comma-separated values with a head (RFC 4180).
 *
 * <p>NULL is an empty field; an empty text is quoted, so that the two can be told apart.
 */
public final class CsvFormat implements RowFormat {

  private static final String LINE_END = "\r\n";

  @Override
  public long write(ResultSet rows, Writer out) throws IOException, SQLException {
    CellText cells = new CellText(rows);
    for (int i = 1; i <= cells.count(); i++) {
      writeField(out, i, cells.name(i));
    }
    out.write(LINE_END);
    long count = 0;
    while (rows.next()) {
      for (int i = 1; i <= cells.count(); i++) {
        writeField(out, i, cells.get(i));
      }
      out.write(LINE_END);
      count++;
    }
    return count;
  }

  private static void writeField(Writer out, int column, String text) throws IOException {
    if (column > 1) {
      out.write(',');
    }
    if (text == null) {
      return;
    }
    if (text.isEmpty() || text.chars().anyMatch(CsvFormat::needsQuotes)) {
      out.write('"');
      out.write(text.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(text);
    }
  }

  private static boolean needsQuotes(int c) {
    return c == ',' || c == '"' || c == '\n' || c == '\r';
  }
}
