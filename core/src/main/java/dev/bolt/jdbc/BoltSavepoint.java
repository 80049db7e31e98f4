package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * A savepoint of a transaction. Immutable.
 *
 * @param number its number in its connection
 * @param name the name the client gave it, or null
 */
record BoltSavepoint(int number, String name) implements Savepoint {

  @Override
  public int getSavepointId() throws SQLException {
    if (name != null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("A named savepoint has no id: " + name);
    }
    return number;
  }

  @Override
  public String getSavepointName() throws SQLException {
    if (name == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The savepoint was set without a name");
    }
    return name;
  }

  /** Its name in SQL, which no other savepoint of the connection has. */
  String identifier() {
    String suffix = name == null ? "" : "_" + name.replace("\"", "\"\"");
    return "\"bolt_" + number + suffix + "\"";
  }
}
