package dev.bolt.bench;

import dev.bolt.similarity.EinsteinDatabaseAdapter;
import dev.bolt.similarity.SimilarityConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that searches, or writes, while it is told to. Confined to one thread. */
final class SearchWorker {
  static final String TABLE = "embeddings";
  private static final int LIMIT = 10;

  private final Process process;
  private final BufferedReader answers;

  private SearchWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static SearchWorker start(Path database, boolean indexed) throws IOException {
    List<String> command = new ArrayList<>(ChildJava.command());
    command.add(Obeying.class.getName());
    command.addAll(List.of(database.toString(), Boolean.toString(indexed)));
    SearchWorker worker =
        new SearchWorker(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    worker.hear();
    return worker;
  }

  void say(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /**
   * The numbers of the next answer: how many calls succeeded, their nanoseconds, how many failed.
   */
  long[] hear() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a process that searches has ended");
    }
    return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** How the table is opened. */
  static EinsteinDatabaseAdapter open(Path database, boolean indexed) throws SQLException {
    SimilarityConfig config = SimilarityConfig.defaults();
    return EinsteinDatabaseAdapter.open(
        database, TABLE, indexed ? config.withApproximateIndex() : config);
  }

  /** The process. */
  static final class Obeying {

    private Obeying() {}

    /** Obeys {@code search MILLIS} and {@code write MILLIS PER_SECOND}. */
    public static void main(String[] arguments) throws Exception {
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      try (EinsteinDatabaseAdapter e =
          open(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1]))) {
        System.out.println(0);
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
          String[] words = line.split(" ");
          long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
          System.out.println(
              words[0].equals("search")
                  ? search(e, end)
                  : write(e, end, Integer.parseInt(words[2])));
        }
      }
    }

    private static String search(EinsteinDatabaseAdapter e, long end) {
      VectorData data = new VectorData(ProcessHandle.current().pid());
      long count = 0;
      long nanos = 0;
      long errors = 0;
      while (System.nanoTime() - end < 0) {
        float[] query = data.next();
        long start = System.nanoTime();
        try {
          errors += e.search(query, LIMIT, -1).size() == LIMIT ? 0 : 1;
          nanos += System.nanoTime() - start;
          count++;
        } catch (SQLException failure) {
          System.err.println(failure);
          errors++;
        }
      }
      return count + " " + nanos + " " + errors;
    }

    private static String write(EinsteinDatabaseAdapter e, long end, int perSecond) {
      VectorData data = new VectorData(ProcessHandle.current().pid());
      long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
      long due = System.nanoTime();
      long count = 0;
      long nanos = 0;
      long errors = 0;
      while (System.nanoTime() - end < 0) {
        long start = System.nanoTime();
        try {
          e.put("w" + count, data.next(), Map.of());
          nanos += System.nanoTime() - start;
          count++;
        } catch (SQLException failure) {
          System.err.println(failure);
          errors++;
        }
        due += pause;
        while (due - System.nanoTime() > 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
      }
      return count + " " + nanos + " " + errors;
    }
  }
}
