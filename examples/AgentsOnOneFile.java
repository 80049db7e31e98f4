import dev.bolt.agents.AgentTask;
import dev.bolt.agents.Bolt;
import dev.bolt.agents.BoltConfig;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Agents that work through one list of numbers, in as many processes as this is started in.
 *
 * <pre>java -cp app/target/bolt.jar examples/AgentsOnOneFile.java [FILE]</pre>
 */
public final class AgentsOnOneFile {
  private static final int NUMBERS = 200;
  private static final int AGENTS = 8;

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments.length > 0 ? arguments[0] : "agents.duckdb");
    try (Bolt bolt = Bolt.start(BoltConfig.defaults().withAgents(AGENTS))) {
      ConcurrentDatabase db = bolt.databaseManager(file);
      db.execute("CREATE TABLE IF NOT EXISTS numbers (n BIGINT PRIMARY KEY, primes BIGINT, agent VARCHAR)");
      db.execute(
          "INSERT INTO numbers SELECT range * 100, NULL, NULL FROM range(" + NUMBERS + ")"
              + " ON CONFLICT DO NOTHING");

      List<AgentTask<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < AGENTS; i++) {
        tasks.add(agent -> work(agent.database(file), ProcessHandle.current().pid() + "/" + agent.name()));
      }
      int done = 0;
      for (CompletableFuture<Integer> work : bolt.submitAll(tasks)) {
        done += work.get();
      }

      System.out.println("this process did " + done + " of " + NUMBERS + "; all that worked:");
      for (Row row : db.query("SELECT agent, count(*) AS n, sum(primes) AS primes FROM numbers GROUP BY agent ORDER BY agent")) {
        System.out.println("  " + row);
      }
    }
  }

  /** Takes numbers until there is none left; whoever loses a conflict takes another one. */
  private static int work(ConcurrentDatabase db, String name) throws Exception {
    int done = 0;
    while (true) {
      Long n = take(db, name);
      if (n == null) {
        return done;
      }
      db.execute("UPDATE numbers SET primes = ? WHERE n = ?", primesBelow(n), n);
      done++;
    }
  }

  private static Long take(ConcurrentDatabase db, String name) throws Exception {
    List<Row> free = db.query("SELECT n FROM numbers WHERE agent IS NULL ORDER BY random() LIMIT 1");
    while (!free.isEmpty()) {
      long n = free.get(0).getLong("n");
      if (db.execute("UPDATE numbers SET agent = ? WHERE n = ? AND agent IS NULL", name, n) == 1) {
        return n;
      }
      free = db.query("SELECT n FROM numbers WHERE agent IS NULL ORDER BY random() LIMIT 1");
    }
    return null;
  }

  private static long primesBelow(long n) {
    long count = 0;
    for (long i = 2; i < n; i++) {
      boolean prime = true;
      for (long j = 2; j * j <= i && prime; j++) {
        prime = i % j != 0;
      }
      count += prime ? 1 : 0;
    }
    return count;
  }
}
