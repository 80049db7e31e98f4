package dev.bolt.lock;

import dev.bolt.DatabaseId;
import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with locks that does what its input says. Each line is for a thread, whose number comes
 * first, as it does in the answer: {@code all open DATABASE}, {@code all leave}, {@code 1 acquire a
 * EXCLUSIVE 500} (and answers {@code 1 held TOKEN}, or {@code 1 SQLSTATE MESSAGE}), {@code 1
 * release a}, {@code 1 valid a}; {@code 1 write FILE} and {@code 1 rollback FILE}: a transaction
 * that writes to a SQLite file beside the database; {@code 1 stall HOW}: stays inside the section
 * of the table.
 */
final class LockChild implements LockListener {

  private static final String LEADER = "all";

  private volatile DatabaseLockManager locks;
  private volatile Path database;
  private final Map<String, ExecutorService> threads = new HashMap<>();
  private final Map<String, DatabaseLock> held = new ConcurrentHashMap<>();
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private volatile boolean agrees;

  private LockChild() {}

  /** Starts one, which says when it is ready. */
  static ChildJvm start() throws IOException {
    return ChildJvm.start(LockChild.class);
  }

  public static void main(String[] arguments) throws Exception {
    LockChild child = new LockChild();
    say("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals(LEADER)) {
        child.obey(words);
      } else {
        child.pass(words);
      }
    }
    System.exit(0);
  }

  private void obey(String[] words) throws Exception {
    if (words[1].equals("open")) {
      database = Path.of(words[2]);
      locks = DatabaseLockManager.open(database, this);
      agrees = false;
      say("all open");
    } else {
      leave();
      say("all left");
    }
  }

  private void leave() throws Exception {
    locks.close();
    for (Connection connection : connections.values()) {
      connection.close();
    }
    for (ExecutorService thread : threads.values()) {
      thread.submit(() -> {}).get();
    }
    held.clear();
    connections.clear();
  }

  private void pass(String[] words) {
    threads
        .computeIfAbsent(
            words[0],
            number -> Executors.newSingleThreadExecutor(task -> new Thread(task, "t" + number)))
        .execute(() -> say(words[0] + " " + answer(words)));
  }

  private String answer(String[] words) {
    try {
      return switch (words[1]) {
        case "acquire" -> acquire(words);
        case "release" -> release(words[0] + words[2]);
        case "write" -> write(words[0] + words[2], words[2]);
        case "rollback" -> {
          connections.get(words[0] + words[2]).rollback();
          yield "rolled back";
        }
        case "valid" -> Boolean.toString(held.get(words[0] + words[2]).isValid());
        case "agree" -> {
          agrees = true;
          yield "agrees";
        }
        default -> stall(words[2]);
      };
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private String acquire(String[] words) throws Exception {
    DatabaseLock lock =
        locks.acquire(
            words[2], LockMode.valueOf(words[3]), Duration.ofMillis(Long.parseLong(words[4])));
    held.put(words[0] + words[2], lock);
    return "held " + lock.fencingToken();
  }

  private String release(String key) throws SQLException {
    held.remove(key).close();
    return "released";
  }

  private String write(String key, String file) throws SQLException {
    Connection connection = connections.get(key);
    if (connection == null) {
      String url = "jdbc:bolt:sqlite:" + database.resolveSibling(file) + "?busy_timeout=40000";
      connection = DriverManager.getConnection(url);
      connection.setAutoCommit(false);
      connections.put(key, connection);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS t(a)");
    }
    return "written";
  }

  /** As somebody who dies or stops in the middle of what he writes. */
  private String stall(String how) throws Exception {
    LocalLocks local = LocalLocks.open(LockFolder.beside(DatabaseId.of(database)));
    LockName name = LockName.of(LockName.Kind.LOCK, "a");
    boolean[] hasStalled = new boolean[1];
    local
        .table()
        .run(
            queues -> {
              int entry =
                  queues.add(name, LockMode.EXCLUSIVE, LockOwner.create("x"), Phase.WAITING);
              LockTable table = queues.table();
              if (!hasStalled[0]) {
                hasStalled[0] = true;
                switch (how) {
                  case "unpublished" -> table.setState(entry, StateWord.FREE);
                  case "unchained" -> table.setFirstOf(name.hash(), LockTable.NONE);
                  case "unoffered" -> table.setState(queues.holders(name).get(0), StateWord.FREE);
                  default -> table.setFirstFree(entry);
                }
                say("1 inside");
                awaitResumption();
              }
              queues.remove(entry, table.ticket(entry));
              return null;
            });
    return "outside";
  }

  /** Until the test wants it to go on, or has killed the process. */
  private void awaitResumption() {
    while (!Files.exists(resumption(database))) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** The file by which who stays inside the section is told to leave it. */
  static Path resumption(Path database) {
    return database.resolveSibling("resume");
  }

  @Override
  public void lost(String name, long fencingToken, Loss loss) {
    say("lost " + name + " " + loss);
  }

  @Override
  public boolean letsGo(String name, long fencingToken) {
    return agrees;
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
