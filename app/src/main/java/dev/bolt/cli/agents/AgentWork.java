package dev.bolt.cli.agents;

import dev.bolt.ErrorCode;
import dev.bolt.agents.Agent;
import dev.bolt.agents.AgentTask;
import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.LockMode;
import dev.bolt.session.DatabaseSession;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;

/**
 * What an agent does until the time is over: of ten steps seven read a row, two insert one, and one
 * changes a row under a lock with a name. Used once, by one agent.
 */
final class AgentWork implements AgentTask<AgentFigures> {
  private static final int STEPS = 10;
  private static final int UPDATE = 9;
  private static final int INSERT = 7;
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private final Path file;
  private final int instance;
  private final Duration warmup;
  private final Duration duration;
  private AgentFigures figures = AgentFigures.none();
  private long number;
  private long measuredFrom;

  AgentWork(Path file, int instance, Duration warmup, Duration duration) {
    this.file = file;
    this.instance = instance;
    this.warmup = warmup;
    this.duration = duration;
  }

  @Override
  public AgentFigures run(Agent agent) throws Exception {
    DatabaseSession db = agent.session(file);
    Random random = new Random(instance * 1_000L + agent.number());
    measuredFrom = System.nanoTime() + warmup.toNanos();
    long end = measuredFrom + duration.toNanos();
    for (int step = agent.number(); System.nanoTime() - end < 0; step++) {
      try {
        switch (step % STEPS) {
          case UPDATE -> update(db, random.nextInt(AgentTables.COUNTERS));
          case INSERT, INSERT + 1 -> insert(db, instance + "/" + agent.name());
          default -> query(db, random.nextInt(AgentTables.FACTS));
        }
      } catch (SQLException e) {
        long lock = ErrorCode.LOCK_TIMEOUT.is(e) ? 1 : 0;
        add(new AgentFigures(0, 0, 0, 0, 0, 0, 0, 0, 1, lock));
      }
    }
    return figures;
  }

  private void add(AgentFigures more) {
    figures = figures.plus(more);
  }

  private void query(DatabaseSession db, long id) throws SQLException {
    long start = System.nanoTime();
    db.query("SELECT id, body FROM bolt_agents_facts WHERE id = ?", id);
    if (start - measuredFrom >= 0) {
      long time = System.nanoTime() - start;
      add(new AgentFigures(1, time, time, 0, 0, 0, 0, 0, 0, 0));
    }
  }

  private void insert(DatabaseSession db, String name) throws SQLException {
    db.execute("INSERT INTO bolt_agents_work VALUES (?, ?)", name, number++);
    add(new AgentFigures(0, 0, 0, 1, 0, 0, 0, 0, 0, 0));
  }

  private void update(DatabaseSession db, long id) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    DatabaseLock lock = db.lock("counter " + id, LockMode.EXCLUSIVE, LOCK_TIMEOUT);
    try {
      if (start - measuredFrom >= 0) {
        long time = System.nanoTime() - start;
        add(new AgentFigures(0, 0, 0, 0, 0, 1, time, time, 0, 0));
      }
      db.transaction(
          tx -> {
            long n =
                tx.query("SELECT n FROM bolt_agents_counters WHERE id = ?", id).get(0).getLong(0);
            return tx.execute("UPDATE bolt_agents_counters SET n = ? WHERE id = ?", n + 1, id);
          });
    } finally {
      lock.close();
    }
    add(new AgentFigures(0, 0, 0, 0, 1, 0, 0, 0, 0, 0));
  }
}
