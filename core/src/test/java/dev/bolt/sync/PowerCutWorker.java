package dev.bolt.sync;

import dev.bolt.engine.EngineSession;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads of a process that insert rows, each with a number of its own, and note when each was
 * acknowledged; one of two rows in auto-commit, the other in a transaction.
 */
final class PowerCutWorker {

  static final int THREADS = 3;
  static final int ROWS = 18;

  /** About two pages, so that the few pages of a WAL before a checkpoint are soon written. */
  private static final byte[] FILLING = new byte[6_000];

  private final DurableFile file;
  private final int process;

  private PowerCutWorker(DurableFile file, int process) {
    this.file = file;
    this.process = process;
  }

  /** Opens the file, and records its syncs in a folder. */
  static DurableFile open(Path file, Path images) throws Exception {
    Map<String, String> pragmas = Map.of("wal_autocheckpoint", "12");
    return DurableFile.open(file, pragmas, wal -> new RecordedWal(wal, file, images));
  }

  /** Does the work in this process. */
  static List<Acknowledgement> run(DurableFile file, int process, String... levels)
      throws Exception {
    PowerCutWorker worker = new PowerCutWorker(file, process);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Acknowledgement>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        tasks.add(() -> worker.insert(number, levels[number % levels.length]));
      }
      List<Acknowledgement> all = new ArrayList<>();
      for (Future<List<Acknowledgement>> each : threads.invokeAll(tasks)) {
        all.addAll(each.get());
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private List<Acknowledgement> insert(int thread, String level) throws SQLException {
    List<Acknowledgement> acknowledged = new ArrayList<>();
    try (EngineSession session = file.session()) {
      DurableFile.run(session, "PRAGMA synchronous = " + level);
      for (int i = 0; i < ROWS; i++) {
        long row = (process * THREADS + thread) * ROWS + i;
        if (i % 2 == 0) {
          DurableFile.run(session, "INSERT INTO t VALUES (?, ?)", row, FILLING);
        } else {
          DurableFile.runInTransaction(session, "INSERT INTO t VALUES (?, ?)", row, FILLING);
          session.commit();
        }
        acknowledged.add(new Acknowledgement(row, System.nanoTime()));
      }
    }
    return acknowledged;
  }

  /** Does the same in another process. */
  static ChildJvm start(Path file, Path images, int process) throws IOException {
    return ChildJvm.start(
        PowerCutWorker.class, file.toString(), images.toString(), Integer.toString(process));
  }

  public static void main(String[] arguments) throws Exception {
    Path images = Path.of(arguments[1]);
    try (DurableFile file = open(Path.of(arguments[0]), images)) {
      System.out.println("open");
      for (Acknowledgement each : run(file, Integer.parseInt(arguments[2]), "FULL")) {
        System.out.println(each.row() + " " + each.at());
      }
      System.out.println("end");
    }
  }

  /** What a process that was started so has had acknowledged. */
  static List<Acknowledgement> acknowledged(ChildJvm child) {
    List<Acknowledgement> all = new ArrayList<>();
    for (String line = child.hear(); !"end".equals(line); line = child.hear()) {
      List<String> words = Arrays.asList(line.split(" "));
      all.add(new Acknowledgement(Long.parseLong(words.get(0)), Long.parseLong(words.get(1))));
    }
    return all;
  }
}
