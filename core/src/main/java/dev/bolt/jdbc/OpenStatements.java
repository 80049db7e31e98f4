package dev.bolt.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The statements of a connection that are to be closed with it. Thread-safe.
 *
 * <p>Held weakly, so that statements which the client forgot to close do not pile up.
 */
final class OpenStatements {
  private final Set<Statement> statements =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  <S extends Statement> S add(S statement) {
    statements.add(statement);
    return statement;
  }

  void remove(Statement statement) {
    statements.remove(statement);
  }

  /** Closes them all; the first failure is thrown at the end, the others with it. */
  void closeAll() throws SQLException {
    List<Statement> open;
    synchronized (statements) {
      open = new ArrayList<>(statements);
    }
    SQLException failure = null;
    for (Statement statement : open) {
      try {
        statement.close();
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
