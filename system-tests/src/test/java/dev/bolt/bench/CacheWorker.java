package dev.bolt.bench;

import dev.bolt.cache.CacheConfig;
import dev.bolt.cache.DuckDbCache;
import dev.bolt.storage.StorageConfig;
import dev.bolt.storage.UnifiedStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that uses a storage when it is told to. Confined to one thread. */
final class CacheWorker implements AutoCloseable {

  /** The file with a line for each call of the loader. */
  static final String LOADS = "loads";

  private final Process process;
  private final BufferedReader answers;

  private CacheWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static CacheWorker start(Path folder) throws IOException {
    List<String> command = new ArrayList<>(ChildJava.command());
    command.add(Obeying.class.getName());
    command.add(folder.toString());
    return new CacheWorker(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** Says what to do, and does not wait for the answer. */
  void say(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The numbers of the next answer. */
  double[] hear() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("a process of the cache has ended");
      }
      return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  double[] ask(String command) throws IOException {
    say(command);
    return hear();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process. */
  static final class Obeying {

    private static final int KEYS = 1_000;
    private static final int BYTES = 100;
    private static final long WARMUP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int TURNS = 9;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final String SELECT = "SELECT value FROM plain WHERE key = ?";

    private interface Call {
      void run(String key) throws Exception;
    }

    private Obeying() {}

    /** Obeys until the parent closes the input. */
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (UnifiedStorage storage = UnifiedStorage.open(StorageConfig.at(folder))) {
        System.out.println("0");
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
          String[] words = line.split(" ");
          System.out.println(
              words[0].equals("alone")
                  ? alone(folder)
                  : load(storage, folder.resolve(LOADS), Integer.parseInt(words[1])));
        }
      }
      System.exit(0);
    }

    /** Nanoseconds of a get from memory, one from the database, a point select, a put. */
    private static String alone(Path folder) throws Exception {
      Path file = folder.resolve("alone.duckdb");
      try (DuckDbCache cache = DuckDbCache.open(file);
          DuckDbCache far = DuckDbCache.open(file, CacheConfig.defaults().withMemoryBytes(0))) {
        cache.database().execute("CREATE TABLE plain (key VARCHAR PRIMARY KEY, value BLOB)");
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
          cache.put("key" + i, new byte[BYTES]);
          rows.add(new Object[] {"key" + i, new byte[BYTES]});
        }
        cache.database().batch("INSERT INTO plain VALUES (?, ?)", rows);
        Call memory = cache::get;
        Call database = far::get;
        Call select = key -> far.database().query(SELECT, key);
        Call put = key -> cache.put(key, new byte[BYTES]);
        double[] engine = nanos(database, select);
        return nanos(memory)[0] + " " + engine[0] + " " + engine[1] + " " + nanos(put)[0];
      }
    }

    /** The nanoseconds of each: medians of short turns, so that all see the same machine. */
    private static double[] nanos(Call... calls) throws Exception {
      for (Call call : calls) {
        run(call, WARMUP_NANOS);
      }
      double[][] turns = new double[calls.length][TURNS];
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < calls.length; i++) {
          turns[i][turn] = run(calls[i], TURN_NANOS);
        }
      }
      return Arrays.stream(turns).mapToDouble(each -> Medians.of(Arrays.stream(each))).toArray();
    }

    private static double run(Call call, long nanos) throws Exception {
      String[] keys = new String[KEYS];
      Arrays.setAll(keys, i -> "key" + i);
      long start = System.nanoTime();
      long calls = 0;
      while (System.nanoTime() - start < nanos) {
        // One look at the clock for some calls.
        for (int i = 0; i < 8; i++) {
          call.run(keys[(int) (calls++ % KEYS)]);
        }
      }
      return (double) (System.nanoTime() - start) / calls;
    }

    private static String load(UnifiedStorage storage, Path loads, int keys) throws Exception {
      long start = System.nanoTime();
      for (int i = 0; i < keys; i++) {
        storage.getOrLoad("cold" + i, key -> loaded(key, loads));
      }
      return Double.toString((System.nanoTime() - start) / 1e9);
    }

    private static byte[] loaded(String key, Path loads) throws IOException {
      Files.writeString(loads, key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return key.getBytes(StandardCharsets.UTF_8);
    }
  }
}
