package dev.bolt.lock;

import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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

/**
 * A process whose threads take named locks of a database, and write to SQLite files in
 * transactions. Each line is for a thread, whose number comes first, as it does in the answer:
 * {@code 1 lock a}, {@code 1 unlock a}, {@code 1 write FILE}, {@code 1 rollback FILE}; the answer
 * is {@code 1 done}, or the SQLState and the message of the error.
 */
final class GraphChild {

  private static final Duration LONG = Duration.ofSeconds(40);

  private final Path folder;
  private final DatabaseLockManager locks;
  private final Map<String, ExecutorService> threads = new HashMap<>();
  private final Map<String, DatabaseLock> held = new ConcurrentHashMap<>();
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  private GraphChild(Path folder) throws SQLException {
    this.folder = folder;
    this.locks = DatabaseLockManager.open(folder.resolve("locks.db"));
  }

  static ChildJvm start(Path folder) throws IOException {
    return ChildJvm.start(GraphChild.class, folder.toString());
  }

  public static void main(String[] arguments) throws Exception {
    GraphChild child = new GraphChild(Path.of(arguments[0]));
    say("open");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      child
          .threads
          .computeIfAbsent(
              words[0],
              number -> Executors.newSingleThreadExecutor(task -> new Thread(task, "t" + number)))
          .execute(() -> say(words[0] + " " + child.answer(words)));
    }
    System.exit(0);
  }

  private String answer(String[] words) {
    String key = words[0] + words[2];
    try {
      switch (words[1]) {
        case "lock" -> held.put(key, locks.acquire(words[2], LockMode.EXCLUSIVE, LONG));
        case "unlock" -> held.remove(key).close();
        case "write" -> write(key, words[2]);
        default -> connections.get(key).rollback();
      }
      return "done";
    } catch (SQLException e) {
      return e.getSQLState() + " " + e.getMessage();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private void write(String key, String file) throws SQLException {
    Connection connection = connections.get(key);
    if (connection == null) {
      connection =
          DriverManager.getConnection(
              "jdbc:bolt:sqlite:" + folder.resolve(file) + "?busy_timeout=40000");
      connection.setAutoCommit(false);
      connections.put(key, connection);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS t(a)");
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
