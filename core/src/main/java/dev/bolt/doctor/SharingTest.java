package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.EngineKind.Sharing;
import dev.bolt.ErrorCode;
import dev.bolt.doctor.SharingCheck.Outcome;
import dev.bolt.node.Nodes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries with real processes whether a database can be shared where it is: files, locks, memory and
 * sockets, and the engine itself.
 *
 * <p>All it makes is in a folder of its own beside the database, but for a table of that database
 * whose name has the same random number, and a socket. They are removed at the end, also after a
 * failure; what a test that was killed leaves is removed by the next one, and by {@link
 * DatabaseDoctor}. Used once, by one thread, which may be interrupted.
 */
public final class SharingTest {

  /** Three of them share at the end; one is killed before. */
  private static final int PROCESSES = 4;

  private final DatabaseId database;
  private final EngineKind engine;
  private final boolean scratch;
  private final List<String> java;
  private final Consumer<SharingCheck> listener;
  private final List<SharingCheck> checks = new ArrayList<>();

  private SharingTest(
      DatabaseId database, EngineKind engine, List<String> java, Consumer<SharingCheck> listener) {
    this.database = database;
    this.engine = engine;
    this.scratch = !Files.exists(database.file());
    this.java = List.copyOf(java);
    this.listener = listener;
  }

  /**
   * Runs the test.
   *
   * @param path the database file; where there is none a file of the test's own is used
   * @param java the command of a JVM with the classes of this one, without a main class
   * @param listener told of each check as soon as it is done
   * @throws SQLException with SQLState 08001 when the file is no database or its folder is missing
   * @throws InterruptedException when this thread is interrupted; all is removed then too
   */
  public static SharingReport run(Path path, List<String> java, Consumer<SharingCheck> listener)
      throws SQLException, InterruptedException {
    DatabaseId database = Nodes.resolve(path);
    EngineKind engine = Nodes.engineOf(database, Optional.empty());
    return new SharingTest(database, engine, java, listener).run();
  }

  private SharingReport run() throws SQLException, InterruptedException {
    removeLeftovers();
    Optional<TrialFolder> folder = createFolder();
    if (folder.isPresent()) {
      try (TrialFolder trial = folder.get()) {
        run(trial);
      } catch (IOException e) {
        throw ErrorCode.IO.exception(
            folder.get().path() + " cannot be removed: " + Reasons.of(e) + ". Remove it by hand",
            e);
      }
    }
    return new SharingReport(database.file(), engine, scratch, PROCESSES, checks);
  }

  private void removeLeftovers() {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(database.file().getParent(), TrialFolder::isOne)) {
      for (Path folder : left) {
        Optional<TrialFolder> dead = TrialFolder.takeOver(folder, false);
        if (dead.isPresent()) {
          dead.get().close();
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A folder that cannot be written, as the first check says.
      return;
    }
  }

  private Optional<TrialFolder> createFolder() {
    String meaning = "nothing can be kept beside the file: it can only be read, by each by itself";
    try {
      TrialFolder folder = TrialFolder.create(database.file().getParent());
      report("files", Outcome.OK, true, "a folder of its own could be created", meaning);
      return Optional.of(folder);
    } catch (IOException e) {
      report("files", Outcome.FAILED, true, Reasons.of(e), meaning);
      return Optional.empty();
    }
  }

  private void run(TrialFolder folder) throws InterruptedException {
    List<TrialProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(TrialProcess.start(java));
      }
      SystemTrial system = new SystemTrial(folder.path(), processes);
      check("sync", true, "a power cut may take what was committed", system::sync);
      check(
          "locks",
          true,
          "processes cannot exclude each other: the file must not be shared here",
          system::locks);
      check(
          "locks of the dead",
          true,
          "what a killed process had would stay locked: nobody could take over",
          system::locksOfTheDead);
      processes.removeIf(process -> !process.isAlive());
      check(
          "shared memory",
          isShared(Sharing.GATED),
          "writers cannot take turns, and SQLite has no write-ahead log",
          system::memory);
      DatabaseId shared = scratch ? new DatabaseId(scratchFile(folder)) : database;
      check(
          "socket",
          isShared(Sharing.HOSTED),
          "no process can join the host: one has the file, the others wait until it closes",
          () -> system.socket(shared, folder.token()));
      checkDatabase(shared, folder.token(), processes);
    } catch (TrialException e) {
      report("processes", Outcome.FAILED, true, e.getMessage(), "nothing could be tried");
    } finally {
      processes.forEach(TrialProcess::close);
    }
  }

  private boolean isShared(Sharing sharing) {
    return engine.sharing() == sharing;
  }

  private Path scratchFile(TrialFolder folder) {
    return folder.path().resolve("scratch." + engine.scheme());
  }

  private interface Trial {
    String run() throws TrialException, InterruptedException, IOException;
  }

  private boolean hasFailed() {
    return checks.stream().anyMatch(check -> check.needed() && check.outcome() == Outcome.FAILED);
  }

  // An engine is not let loose on a database where it may be damaged.
  private void checkDatabase(DatabaseId shared, String token, List<TrialProcess> processes)
      throws InterruptedException {
    String name = "database";
    String meaning = "the engine cannot be shared here";
    if (hasFailed()) {
      report(name, Outcome.SKIPPED, true, "what it rests on does not work", meaning);
    } else {
      check(name, true, meaning, new DatabaseTrial(shared, engine, token, processes, java)::run);
    }
  }

  private void check(String name, boolean needed, String meaning, Trial trial)
      throws InterruptedException {
    try {
      report(name, Outcome.OK, needed, trial.run(), meaning);
    } catch (TrialException e) {
      report(name, Outcome.FAILED, needed, e.getMessage(), meaning);
    } catch (IOException e) {
      report(name, Outcome.FAILED, needed, Reasons.of(e), meaning);
    }
  }

  private void report(String name, Outcome outcome, boolean needed, String detail, String meaning) {
    SharingCheck check = new SharingCheck(name, outcome, needed, detail, meaning);
    checks.add(check);
    listener.accept(check);
  }
}
