package dev.bolt.engine;

import dev.bolt.node.NoRehearsal;
import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A host that kills itself, as {@code kill -9} does, when it has come to a place, or holds a write
 * there. Each line of its input is SQL to run, or {@code die PLACE TIMES}: at which place, and how
 * often that is reached before; or {@code hold PLACE}, after which it prints {@code held} when the
 * first write is there, and lets it go on {@code go}.
 */
public final class DyingHost {

  private static volatile CountDownLatch released = new CountDownLatch(0);

  private DyingHost() {}

  /** Starts one, which has the database open then. */
  public static ChildJvm start(String url) throws IOException {
    ChildJvm host = ChildJvm.start(DyingHost.class, url);
    host.hear();
    return host;
  }

  public static void main(String[] arguments) throws Exception {
    NoRehearsal.here();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      System.out.println("open");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "die" -> dieAt(KillPoint.valueOf(words[1]), Integer.parseInt(words[2]));
          case "hold" -> holdAt(KillPoint.valueOf(words[1]));
          case "go" -> released.countDown();
          default -> statement.execute(line);
        }
        System.out.println("done");
      }
    }
  }

  private static void dieAt(KillPoint place, int times) {
    int[] left = {times};
    KillPoint.listen(
        reached -> {
          if (reached == place && left[0]-- == 0) {
            kill();
            // A checkpoint begins, so that it is under way when the kill comes.
            if (place != KillPoint.CHECKPOINT) {
              goNoFurther();
            }
          }
        });
  }

  private static void holdAt(KillPoint place) {
    AtomicBoolean first = new AtomicBoolean(true);
    released = new CountDownLatch(1);
    CountDownLatch go = released;
    KillPoint.listen(
        reached -> {
          if (reached == place && first.getAndSet(false)) {
            System.out.println("held");
            await(go);
          }
        });
  }

  private static void await(CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void goNoFurther() {
    while (true) {
      LockSupport.park();
    }
  }
}
