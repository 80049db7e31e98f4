package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * The connections to one instance of the engine.
 *
 * <p>The instance lives, and holds its lock on the file, until the last of its connections is
 * closed; and as long as it lives, whoever opens the file in this process gets this instance again,
 * also when it has failed for good. So none may be left behind: those that are open when this is
 * closed, whatever runs on them, are closed with it, and none is opened after that.
 *
 * <p>Whoever opens a connection closes it when he needs it no more. Thread-safe.
 */
final class DuckDbConnections implements AutoCloseable {

  private static final int FIRST_LOOK = 64;

  private final DuckDBConnection root;
  private final Set<DuckDBConnection> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int lookAt = FIRST_LOOK;
  private boolean closed;

  /**
   * Those that are to come.
   *
   * @param root the first one, which is closed last
   */
  DuckDbConnections(DuckDBConnection root) {
    this.root = root;
  }

  /**
   * Opens one.
   *
   * @throws SQLException with SQLState 08003 after {@link #openNoMore}
   */
  synchronized DuckDBConnection open() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The engine has been closed in this process");
    }
    try {
      DuckDBConnection connection = root.duplicate();
      forgetClosed();
      open.add(connection);
      return connection;
    } catch (SQLException e) {
      throw EngineErrors.duckdb(e);
    }
  }

  // Seldom, so that it costs next to nothing for each one.
  private void forgetClosed() throws SQLException {
    if (open.size() < lookAt) {
      return;
    }
    List<DuckDBConnection> gone = new ArrayList<>();
    for (DuckDBConnection connection : open) {
      if (connection.isClosed()) {
        gone.add(connection);
      }
    }
    gone.forEach(open::remove);
    lookAt = Math.max(FIRST_LOOK, 2 * open.size());
  }

  /** From now on none is opened. */
  synchronized void openNoMore() {
    closed = true;
  }

  /** Closes all that are open, and the root; what runs on them is interrupted. Idempotent. */
  @Override
  public void close() throws SQLException {
    List<EngineCalls.Action> left = new ArrayList<>();
    synchronized (this) {
      openNoMore();
      open.forEach(connection -> left.add(connection::close));
      open.clear();
    }
    left.add(root::close);
    Cleanup.all(left);
  }
}
