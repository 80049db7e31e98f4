package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lets processes write to a table of a database at the same time, and read what the others wrote.
 * Confined to one thread.
 *
 * @param database the database
 * @param engine its engine
 * @param token the number of the test, which the name of the table has too
 * @param processes those who take part
 * @param java how to start another one, if none of them lives
 */
record DatabaseTrial(
    DatabaseId database,
    EngineKind engine,
    String token,
    List<TrialProcess> processes,
    List<String> java) {

  private static final String PREFIX = "bolt_test_";
  private static final Pattern TABLE = Pattern.compile(PREFIX + "[0-9a-f]{8}");
  private static final int ROUNDS = 20;

  /** Nothing but the table is to be left behind, not even for a moment of waiting too long. */
  private static final String OPTIONS = "?exactlyOnce=false&lockTimeout=5s";

  /** Runs it, and says what was seen. */
  String run() throws TrialException, InterruptedException {
    for (TrialProcess process : processes) {
      process.require("open " + url(), "open");
    }
    dropLeftTables();
    String create = "run CREATE TABLE " + table() + " (process INTEGER, number INTEGER)";
    try {
      processes.get(0).require(create, "done");
      write();
      read();
    } finally {
      drop(table());
    }
    // The first one last, who is the host if nobody else was: so nothing is left that others need.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).require("close", "closed");
    }
    return processes.size()
        + " processes have written "
        + ROUNDS * processes.size()
        + " rows at once, and each has read them all";
  }

  private String url() {
    return BoltUrl.of(database.file(), engine) + OPTIONS;
  }

  private String table() {
    return PREFIX + token;
  }

  private void write() throws TrialException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < processes.size(); i++) {
        processes.get(i).say("run INSERT INTO " + table() + " VALUES (" + i + ", " + round + ")");
      }
      for (TrialProcess process : processes) {
        String answer = process.hear();
        if (!answer.equals("done")) {
          throw new TrialException(answer);
        }
      }
    }
  }

  private void read() throws TrialException, InterruptedException {
    String count =
        "ask SELECT count(*) FROM (SELECT DISTINCT process, number FROM " + table() + ")";
    for (TrialProcess process : processes) {
      String seen = process.ask(count);
      if (!seen.equals(Integer.toString(ROUNDS * processes.size()))) {
        throw new TrialException(
            "of " + ROUNDS * processes.size() + " rows a process sees " + seen);
      }
    }
  }

  // A test that lives has its folder beside the database.
  private void dropLeftTables() throws TrialException, InterruptedException {
    for (String table : processes.get(0).ask("ask " + tables()).split(",")) {
      if (TABLE.matcher(table).matches()
          && !TrialFolder.exists(database.file(), table.substring(PREFIX.length()))) {
        drop(table);
      }
    }
  }

  private String tables() {
    return switch (engine) {
      case DUCKDB ->
          "SELECT string_agg(table_name, ',') FROM information_schema.tables WHERE table_name LIKE '"
              + PREFIX
              + "%'";
      case SQLITE ->
          "SELECT group_concat(name, ',') FROM sqlite_master WHERE type = 'table' AND name LIKE '"
              + PREFIX
              + "%'";
    };
  }

  // Whatever interrupts it: nothing is to be left behind.
  private void drop(String table) throws TrialException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          dropOnce(table);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TrialException e) {
      throw new TrialException(
          "the table " + table + " stays until the next test: " + e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // By whoever is still able to: Ctrl-C ends all of them, as it goes to their terminal.
  private void dropOnce(String table) throws TrialException, InterruptedException {
    String drop = "run DROP TABLE IF EXISTS " + table;
    for (TrialProcess process : processes) {
      if (attempt(process, drop).equals("done")) {
        return;
      }
    }
    try (TrialProcess another = TrialProcess.start(java)) {
      another.require("open " + url(), "open");
      another.require(drop, "done");
    }
  }

  private static String attempt(TrialProcess process, String line) throws InterruptedException {
    try {
      return process.ask(line);
    } catch (TrialException e) {
      return e.getMessage();
    }
  }
}
