package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.election.Sidecar;
import dev.bolt.engine.WriteGates;
import dev.bolt.gate.WriteGate;
import dev.bolt.lock.BlockedThread;
import dev.bolt.lock.DeadlockWatch;
import dev.bolt.lock.HeldResource;
import dev.bolt.lock.LockMode;
import dev.bolt.lock.LockOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write gates that this process has open: one for each file, since a thread that would wait for
 * itself is known by its gate, whether the file is a session's own or one that it has attached.
 *
 * <p>Thread-safe.
 */
final class OpenGates implements WriteGates, DeadlockWatch.Source {

  /** Those of this process. */
  static final OpenGates INSTANCE = new OpenGates();

  private static final Logger LOG = LoggerFactory.getLogger(OpenGates.class);

  /** A gate and how many have it open. */
  private static final class Counted {
    private final WriteGate gate;
    private int users;

    Counted(WriteGate gate) {
      this.gate = gate;
    }
  }

  private final Map<DatabaseId, Counted> open = new HashMap<>();

  private OpenGates() {
    DeadlockWatch.ofProcess().add(this);
  }

  /** The gates inside which a thread is. */
  @Override
  public synchronized List<HeldResource> heldBy(LockOwner owner) {
    List<HeldResource> held = new ArrayList<>();
    open.forEach(
        (database, counted) -> {
          if (counted.gate.insider().filter(owner::isThread).isPresent()) {
            held.add(
                new HeldResource(resource(database), LockMode.EXCLUSIVE, counted.gate.since()));
          }
        });
    return held;
  }

  private static String resource(DatabaseId database) {
    return "the write gate of " + database;
  }

  @Override
  public synchronized Optional<Opened> open(Path file) {
    try {
      DatabaseId database = DatabaseId.of(file);
      Counted counted = open.get(database);
      if (counted == null) {
        counted = new Counted(WriteGate.open(Sidecar.open(database).folder()));
        open.put(database, counted);
      }
      counted.users++;
      return Optional.of(new Use(database, counted.gate));
    } catch (IOException | SQLException e) {
      LOG.warn(
          "Writers of {} wait for SQLite's own lock without an order: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private synchronized void close(DatabaseId database) {
    Counted counted = open.get(database);
    counted.users--;
    if (counted.users > 0) {
      return;
    }
    open.remove(database);
    try {
      counted.gate.close();
    } catch (IOException e) {
      LOG.warn("The write gate of {} could not be closed: {}", database, e.getMessage());
    }
  }

  /** One use of a gate. */
  private final class Use implements Opened {
    private final DatabaseId database;
    private final WriteGate gate;
    private boolean closed;

    Use(DatabaseId database, WriteGate gate) {
      this.database = database;
      this.gate = gate;
    }

    @Override
    public WriteGate gate() {
      return gate;
    }

    @Override
    public Blocked blocked() {
      BlockedThread wait =
          DeadlockWatch.ofProcess().blocked(resource(database), LockMode.EXCLUSIVE);
      return new Blocked() {
        @Override
        public void check() throws SQLException {
          wait.check();
        }

        @Override
        public void close() {
          wait.close();
        }
      };
    }

    @Override
    public void close() {
      synchronized (OpenGates.this) {
        if (!closed) {
          closed = true;
          OpenGates.this.close(database);
        }
      }
    }
  }
}
