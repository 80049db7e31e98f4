package dev.bolt.lock;

import dev.bolt.ErrorCode;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process whose threads hold one to four things at a time: of eight, the first are named locks
 * and the last, if that is wanted, transactions that write to files. For each line {@code THREADS
 * MILLIS ORDERED FILES} it does so for some time and says then how often that went well, ended in a
 * deadlock, ended by the time, and was wrong.
 */
final class LoadChild {

  private static final int THINGS = 8;
  private static final int MOST = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Path database;
  private final DatabaseLockManager locks;
  private final Occupancy occupancy;
  private final boolean inOrder;
  private final int files;
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger deadlocks = new AtomicInteger();
  private final AtomicInteger timeouts = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();

  private LoadChild(Path database, DatabaseLockManager locks, boolean inOrder, int files)
      throws IOException {
    this.database = database;
    this.locks = locks;
    this.occupancy = Occupancy.of(database);
    this.inOrder = inOrder;
    this.files = files;
  }

  static ChildJvm start(Path database) throws IOException {
    return ChildJvm.start(LoadChild.class, database.toString());
  }

  /** What to do. */
  static String line(int threads, long millis, boolean inOrder, int files) {
    return threads + " " + millis + " " + inOrder + " " + files;
  }

  public static void main(String[] arguments) throws Exception {
    Path database = Path.of(arguments[0]);
    DatabaseLockManager locks = DatabaseLockManager.open(database);
    System.out.println("open");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      LoadChild load =
          new LoadChild(
              database, locks, Boolean.parseBoolean(words[2]), Integer.parseInt(words[3]));
      System.out.println(load.run(Integer.parseInt(words[0]), Long.parseLong(words[1])));
    }
    System.exit(0);
  }

  private String run(int count, long millis) throws Exception {
    List<Map<Integer, Connection>> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(connect());
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Random random = new Random(31 * ProcessHandle.current().pid() + i);
      Map<Integer, Connection> own = connections.get(i);
      Thread thread = new Thread(() -> work(random, own, end));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return rounds + " " + deadlocks + " " + timeouts + " " + wrong;
  }

  private Map<Integer, Connection> connect() throws SQLException {
    Map<Integer, Connection> connections = new HashMap<>();
    for (int file = THINGS - files; file < THINGS; file++) {
      connections.put(file, connect(file));
    }
    return connections;
  }

  private void work(Random random, Map<Integer, Connection> connections, long end) {
    try {
      while (System.nanoTime() - end < 0) {
        try {
          round(random, connections);
          rounds.incrementAndGet();
        } catch (SQLException e) {
          count(e);
        }
      }
      for (Connection connection : connections.values()) {
        connection.close();
      }
    } catch (Exception e) {
      e.printStackTrace();
      wrong.incrementAndGet();
    }
  }

  private Connection connect(int file) throws SQLException {
    String url =
        "jdbc:bolt:sqlite:"
            + database.resolveSibling("file" + file + ".db")
            + "?busy_timeout="
            + TIMEOUT.toMillis();
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }

  private void count(SQLException e) {
    if (ErrorCode.DEADLOCK.is(e)) {
      deadlocks.incrementAndGet();
    } else if (ErrorCode.LOCK_TIMEOUT.is(e)) {
      timeouts.incrementAndGet();
    } else {
      e.printStackTrace();
      wrong.incrementAndGet();
    }
    if (inOrder) {
      e.printStackTrace();
    }
  }

  private void round(Random random, Map<Integer, Connection> connections) throws Exception {
    Deque<AutoCloseable> held = new ArrayDeque<>();
    try {
      List<Integer> wanted =
          new ArrayList<>(
              random.ints(1 + random.nextInt(MOST), 0, THINGS).distinct().boxed().toList());
      if (inOrder) {
        wanted.sort(null);
      }
      for (int thing : wanted) {
        LockMode mode = random.nextInt(3) == 0 ? LockMode.EXCLUSIVE : LockMode.SHARED;
        Connection connection = connections.get(thing);
        if (connection != null) {
          mode = LockMode.EXCLUSIVE;
          held.push(connection::rollback);
          write(connection);
        } else {
          held.push(locks.acquire("lock" + thing, mode, TIMEOUT));
        }
        if (!occupancy.visit(thing, mode)) {
          wrong.incrementAndGet();
        }
      }
    } finally {
      while (!held.isEmpty()) {
        held.pop().close();
      }
    }
  }

  private static void write(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS t(a)");
    }
  }
}
