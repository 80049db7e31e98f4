package dev.bolt.cli.output;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Writes a JSON array with one object for each row, each on a line of its own. */
public final class JsonFormat implements RowFormat {

  @Override
  public long write(ResultSet rows, Writer out) throws IOException, SQLException {
    CellText cells = new CellText(rows);
    JsonValues values = new JsonValues(rows);
    long count = 0;
    out.write('[');
    while (rows.next()) {
      out.write(count == 0 ? "\n" : ",\n");
      // A writer for each row: the array around them is written here, a line for each row.
      JsonWriter json = new JsonWriter(out);
      json.setFormattingStyle(FormattingStyle.COMPACT);
      json.setSerializeNulls(true);
      json.beginObject();
      for (int i = 1; i <= cells.count(); i++) {
        json.name(cells.name(i));
        values.write(json, i);
      }
      json.endObject();
      count++;
    }
    out.write(count == 0 ? "]\n" : "\n]\n");
    return count;
  }
}
