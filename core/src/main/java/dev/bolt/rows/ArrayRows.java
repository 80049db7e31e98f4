package dev.bolt.rows;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Opens the elements of an array as rows; who makes result sets provides it. */
public interface ArrayRows {

  /** Rows of an index, from 1, and a value, of a part of a column. */
  ResultSet open(Column elements, int start, int length) throws SQLException;
}
