package dev.bolt.cli.output;

import java.io.IOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A way to write a result. */
public interface RowFormat {

  /**
   * Writes all rows that a result has left, as they come, and does not close it.
   *
   * @return the number of rows
   * @throws IOException when the writer fails
   * @throws SQLException when the result fails
   */
  long write(ResultSet rows, Writer out) throws IOException, SQLException;
}
