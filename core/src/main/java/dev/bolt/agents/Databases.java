package dev.bolt.agents;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.node.Nodes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The databases of a {@link Bolt}, one for each file however it is named. Thread-safe. */
final class Databases {
  private final BoltConfig config;

  /** In the order in which they were asked for. Guarded by this. */
  private final Map<DatabaseId, ManagedDatabase> all = new LinkedHashMap<>();

  /** Guarded by this. */
  private boolean closed;

  Databases(BoltConfig config) {
    this.config = config;
  }

  /**
   * The database of a file, opened if it is not.
   *
   * @throws SQLException as {@link ConcurrentDatabase#open}; 08003 when they are closed
   */
  ConcurrentDatabase get(Path file) throws SQLException {
    return managed(file).get();
  }

  /** Opens a file if that is possible; else it is known, and tried again. */
  void tryOpen(Path file) throws SQLException {
    managed(file).tryOpen();
  }

  ManagedDatabase managed(Path file) throws SQLException {
    DatabaseId database = Nodes.resolve(file);
    synchronized (this) {
      if (closed) {
        throw ErrorCode.CLOSED.exception("This Bolt is closed; Bolt.start starts another one");
      }
      return all.computeIfAbsent(database, id -> new ManagedDatabase(file, config));
    }
  }

  synchronized List<ManagedDatabase> all() {
    return new ArrayList<>(all.values());
  }

  /** Closes them, the last one first, and opens no more. */
  void close() {
    List<ManagedDatabase> last;
    synchronized (this) {
      closed = true;
      last = all();
    }
    Collections.reverse(last);
    last.forEach(ManagedDatabase::close);
  }
}
