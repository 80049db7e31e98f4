package dev.bolt.bench;

import dev.bolt.lock.DatabaseLock;
import dev.bolt.lock.DatabaseLockManager;
import dev.bolt.lock.LockMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that takes one lock when it is told to. Confined to one thread. */
final class LockWorker implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;

  private LockWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static LockWorker start(Path database) throws IOException {
    List<String> command = new ArrayList<>(ChildJava.command());
    command.add(Obeying.class.getName());
    command.add(database.toString());
    return new LockWorker(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** Says what to do, and does not wait for the answer. */
  void say(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The numbers of the next answer. */
  long[] hear() {
    try {
      return Arrays.stream(answers.readLine().split(" ")).mapToLong(Long::parseLong).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much time of a processor it has used. */
  long processorNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }

  /** The process. */
  static final class Obeying {

    private static final String LOCK = "lock";
    private static final Duration LONG = Duration.ofHours(1);

    private Obeying() {}

    /** Obeys until the parent closes the input. */
    public static void main(String[] arguments) throws Exception {
      DatabaseLockManager locks = DatabaseLockManager.open(Path.of(arguments[0]));
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ");
        System.out.println(
            switch (words[0]) {
              case "acquire" -> Long.toString(acquire(locks));
              default -> run(locks, Integer.parseInt(words[1]), Long.parseLong(words[2]));
            });
      }
      System.exit(0);
    }

    /** Answers when the lock was acquired, by a clock that processes share. */
    private static long acquire(DatabaseLockManager locks) throws Exception {
      locks.acquire(LOCK, LockMode.EXCLUSIVE, LONG);
      return System.nanoTime();
    }

    /** Acquires and releases in some threads; answers as {@link #count} for each. */
    private static String run(DatabaseLockManager locks, int threads, long millis)
        throws Exception {
      List<long[]> results = new ArrayList<>();
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        long[] result = new long[4];
        results.add(result);
        all.add(new Thread(() -> count(locks, millis, result)));
      }
      for (Thread thread : all) {
        thread.start();
      }
      StringBuilder answer = new StringBuilder();
      for (int i = 0; i < threads; i++) {
        all.get(i).join();
        for (long number : results.get(i)) {
          answer.append(number).append(' ');
        }
      }
      return answer.toString().trim();
    }

    /** How often, after how often somebody else, the longest wait and all waits in nanoseconds. */
    private static void count(DatabaseLockManager locks, long millis, long[] result) {
      long start = System.nanoTime();
      long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
      long last = 0;
      try {
        for (long before = start; before - end < 0; before = System.nanoTime()) {
          try (DatabaseLock lock = locks.acquire(LOCK, LockMode.EXCLUSIVE, LONG)) {
            long wait = System.nanoTime() - before;
            result[0]++;
            result[1] += lock.fencingToken() == last + 1 ? 0 : 1;
            result[2] = Math.max(result[2], wait);
            result[3] += wait;
            last = lock.fencingToken();
          }
        }
      } catch (SQLException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
