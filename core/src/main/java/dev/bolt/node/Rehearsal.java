package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.config.Options;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.SessionContext;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.threads.Daemon;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a takeover, on a database of its own that nobody else sees, in a process that has joined
 * one: one role joins another, is lost, and hosts.
 *
 * <p>Loading the engine's library and the classes of a host, and running each for the first time,
 * takes longer than all the rest of a takeover. A process that has rehearsed it has that behind it.
 * Each role is a {@link HostedNode}, so that what is rehearsed is what is done.
 */
final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private static final String TABLE = "rehearsal";

  private static final List<SqlStatement> STATEMENTS =
      List.of(
          new SqlStatement(
              "CREATE OR REPLACE TABLE " + TABLE + " (a BIGINT PRIMARY KEY)", StatementKind.DDL, 0),
          new SqlStatement("INSERT INTO " + TABLE + " VALUES (1)", StatementKind.DML, 0),
          new SqlStatement("UPDATE " + TABLE + " SET a = a + 1", StatementKind.DML, 0),
          new SqlStatement("SELECT * FROM " + TABLE, StatementKind.QUERY, 0));

  /** A process that is gone again so soon need not get ready for a takeover. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  /** Once for all databases of the process: what is loaded then stays. */
  static final AtomicBoolean DONE = new AtomicBoolean();

  /** Not the thread of a node: an election must not wait for it. */
  private static final ScheduledThreadPoolExecutor THREAD =
      Daemon.executor("bolt-rehearsal", Duration.ofSeconds(1));

  private Rehearsal() {}

  /**
   * Has this process rehearse in a while, unless it has.
   *
   * @param options those of a takeover
   * @param wanted asked then: whether it may still become host
   */
  static void later(Options options, BooleanSupplier wanted) {
    THREAD.schedule(() -> rehearse(options, wanted), DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void rehearse(Options options, BooleanSupplier wanted) {
    if (!wanted.getAsBoolean() || !DONE.compareAndSet(false, true)) {
      return;
    }
    try (ScratchDatabase scratch = new ScratchDatabase()) {
      play(scratch.database(), options);
    } catch (SQLException | IOException e) {
      LOG.warn("A takeover could not be rehearsed: {}", e.getMessage());
    }
  }

  /** Plays it on a database. */
  static void play(DatabaseId scratch, Options options) throws SQLException {
    EngineSession host = session(scratch, options);
    try {
      EngineSession next = session(scratch, options);
      try {
        run(next);
        host.close();
        run(next);
      } finally {
        next.close();
      }
    } finally {
      host.close();
    }
  }

  private static EngineSession session(DatabaseId scratch, Options options) throws SQLException {
    return new HostedNode(scratch, options).openSession(SessionContext.ofThisProcess(), options);
  }

  private static void run(EngineSession session) throws SQLException {
    for (SqlStatement statement : STATEMENTS) {
      session.execute(statement, new Object[0], ExecuteOptions.AUTO_COMMIT);
    }
  }
}
