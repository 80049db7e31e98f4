package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import dev.bolt.election.Sidecar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tries what Bolt needs of the system, in a folder where the database is. Each method says what it
 * has seen. Confined to one thread.
 *
 * @param folder the folder
 * @param processes those who take part; the last one is killed by {@link #locksOfTheDead}
 */
record SystemTrial(Path folder, List<TrialProcess> processes) {

  private static final int ADDITIONS = 1_000;

  /** Writes and syncs a file, and renames it. */
  String sync() throws IOException {
    Path file = folder.resolve("sync");
    long nanos = LockThread.call(() -> syncNanos(file));
    Files.move(file, folder.resolve("synced"));
    return "took " + TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0 + " ms";
  }

  private static long syncNanos(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(TrialMain.SHARED_BYTES));
      long start = System.nanoTime();
      channel.force(true);
      return System.nanoTime() - start;
    }
  }

  /** A kernel lock excludes another process, and passes to it. */
  String locks() throws TrialException, InterruptedException {
    String lock = "lock " + folder.resolve("first.lock");
    processes.get(0).require(lock, "locked");
    if (!processes.get(1).ask(lock).equals("taken")) {
      throw new TrialException("two processes have the same lock");
    }
    processes.get(0).require("unlock", "unlocked");
    processes.get(1).require(lock, "locked");
    processes.get(1).require("unlock", "unlocked");
    return "a second process waits, and has the lock when the first lets go";
  }

  /** A kernel lock ends with its process. */
  String locksOfTheDead() throws TrialException, InterruptedException {
    String lock = "lock " + folder.resolve("second.lock");
    TrialProcess dying = processes.get(processes.size() - 1);
    dying.require(lock, "locked");
    dying.kill();
    processes.get(0).require(lock, "locked");
    processes.get(0).require("unlock", "unlocked");
    return "the lock of a killed process is free at once";
  }

  /** Processes add to one number in shared memory. */
  String memory() throws TrialException, InterruptedException, IOException {
    Path file = folder.resolve("memory");
    LockThread.call(
        () -> SharedMemory.replace(file, ByteBuffer.allocateDirect(TrialMain.SHARED_BYTES)));
    for (TrialProcess process : processes) {
      process.say("add " + ADDITIONS + " " + file);
    }
    for (TrialProcess process : processes) {
      String answer = process.hear();
      if (!answer.equals("added")) {
        throw new TrialException(answer);
      }
    }
    ByteBuffer shared = LockThread.call(() -> SharedMemory.map(file, TrialMain.SHARED_BYTES));
    long sum = TrialMain.sum(shared);
    long wanted = (long) ADDITIONS * processes.size();
    if (sum != wanted) {
      throw new TrialException("of " + wanted + " additions " + sum + " are there");
    }
    return processes.size() + " processes have added to one number";
  }

  /** A process talks to another one through a socket beside the database. */
  String socket(DatabaseId database, String token)
      throws TrialException, InterruptedException, IOException {
    Path socket = path(database, token);
    try {
      processes.get(0).require("listen " + socket, "listening");
      // The system keeps the knock until it is heard, so that nobody waits for one in vain.
      processes.get(1).require("knock " + socket, "knocked");
      processes.get(0).require("accept", "heard");
    } finally {
      Files.deleteIfExists(socket);
    }
    return socket.getParent().equals(database.sidecar())
        ? "a process has heard another one"
        : "at " + socket + ", as the path beside the database is too long for a socket";
  }

  private static Path path(DatabaseId database, String token) throws TrialException, IOException {
    try {
      return Sidecar.open(database).trialSocket(token);
    } catch (SQLException e) {
      throw new TrialException(e.getMessage(), e);
    }
  }
}
