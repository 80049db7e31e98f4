package dev.bolt.doctor;

import dev.bolt.DatabaseId;
import dev.bolt.ErrorCode;
import dev.bolt.doctor.Finding.Deed;
import dev.bolt.election.Sidecar;
import dev.bolt.os.KernelLocks;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.os.ProcessInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Removes what dead processes have left beside databases, and names the living ones.
 *
 * <p>Others may use the databases meanwhile: nothing is removed but what this process holds the
 * kernel lock of, or has seen that nobody can use. A database file and its log are never removed.
 * Thread-safe.
 */
public final class DatabaseDoctor {

  private final Path path;
  private final DatabaseSearch search;

  private DatabaseDoctor(Path path) throws SQLException {
    this.path = path;
    this.search = DatabaseSearch.in(path);
  }

  /**
   * Removes what is nobody's.
   *
   * @param path a folder, which is looked through with those below it, or a database file
   * @throws SQLException with SQLState 08001 when there is nothing of that name
   */
  public static FixReport fixExistingDatabaseLocks(Path path) throws SQLException {
    return new DatabaseDoctor(path).report(false);
  }

  /**
   * Tells what {@link #fixExistingDatabaseLocks} would do. Nothing is changed.
   *
   * @param path a folder, which is looked through with those below it, or a database file
   * @throws SQLException with SQLState 08001 when there is nothing of that name
   */
  public static FixReport rehearse(Path path) throws SQLException {
    return new DatabaseDoctor(path).report(true);
  }

  /**
   * Asks a process to end (SIGTERM) that uses one of the databases, and waits for it.
   *
   * @param path as of {@link #fixExistingDatabaseLocks}
   * @param pid its number
   * @param patience how long to wait
   * @throws SQLException with SQLState 22023 when no process of that number uses any of them, or it
   *     is this process; then nothing was sent to anybody
   * @throws InterruptedException when this thread is interrupted while it waits
   */
  public static Termination terminate(Path path, long pid, Duration patience)
      throws SQLException, InterruptedException {
    // Before it is seen what it holds, so that no later process of this number is meant.
    ProcessIdentity identity = ProcessIdentity.read(pid);
    return new DatabaseDoctor(path).terminate(identity, patience);
  }

  private FixReport report(boolean rehearsal) {
    List<Finding> others = new ArrayList<>();
    search.trials().forEach(folder -> trial(folder, rehearsal).ifPresent(others::add));
    search.copies().forEach(file -> others.add(copy(PartialCopy.of(file), rehearsal)));
    List<DatabaseReport> reports = new ArrayList<>();
    List<String> unread = new ArrayList<>(search.unread());
    for (DatabaseId database : search.databases()) {
      try {
        reports.add(report(database, rehearsal));
      } catch (IOException e) {
        unread.add(database + " cannot be looked at: " + Reasons.of(e));
      }
    }
    return new FixReport(reports, others, unread);
  }

  private DatabaseReport report(DatabaseId database, boolean rehearsal) throws IOException {
    Optional<Sidecar> sidecar = Sidecar.existing(database);
    FileUse use = FileUse.of(database, search.openFiles());
    List<Finding> findings =
        sidecar.isPresent()
            ? SidecarRepair.of(database, sidecar.get(), rehearsal, !use.isEmpty())
            : List.of();
    return new DatabaseReport(database.file(), holders(sidecar, use), findings);
  }

  private static List<Holder> holders(Optional<Sidecar> sidecar, FileUse use) {
    List<Holder> holders = new ArrayList<>();
    List<Long> users = sidecar.map(SidecarUsers::of).orElse(List.of());
    List<Long> hosts =
        sidecar.map(folder -> KernelLocks.holders(folder.hostLock())).orElse(List.of());
    for (long pid : users) {
      Holder.Role role = hosts.contains(pid) ? Holder.Role.HOST : Holder.Role.BOLT;
      holders.add(new Holder(ProcessInfo.of(pid), role));
    }
    for (long pid : use.without(users)) {
      holders.add(new Holder(ProcessInfo.of(pid), Holder.Role.OUTSIDE));
    }
    return holders;
  }

  private static Optional<Finding> trial(Path folder, boolean rehearsal) {
    String what = "the folder of a test that did not end";
    String proof = "its lock could be taken";
    try {
      Optional<TrialFolder> left = TrialFolder.takeOver(folder, rehearsal);
      if (left.isEmpty()) {
        return Optional.empty();
      }
      if (rehearsal) {
        left.get().leave();
        return Optional.of(new Finding(folder, what, Deed.WOULD_REMOVE, proof));
      }
      left.get().close();
      return Optional.of(new Finding(folder, what, Deed.REMOVED, proof));
    } catch (IOException e) {
      return Optional.of(new Finding(folder, what, Deed.FAILED, Reasons.of(e)));
    }
  }

  private static Finding copy(PartialCopy copy, boolean rehearsal) {
    String what = "a copy that was not finished";
    String use = copy.use();
    if (!use.isEmpty()) {
      return new Finding(copy.file(), what, Deed.KEPT, use);
    }
    String proof = "PID " + copy.pid() + " is gone, and nobody has it open";
    try {
      if (!rehearsal) {
        Files.deleteIfExists(copy.file());
      }
      return new Finding(copy.file(), what, rehearsal ? Deed.WOULD_REMOVE : Deed.REMOVED, proof);
    } catch (IOException e) {
      return new Finding(copy.file(), what, Deed.FAILED, Reasons.of(e));
    }
  }

  private Termination terminate(ProcessIdentity identity, Duration patience)
      throws SQLException, InterruptedException {
    ProcessInfo process = ProcessInfo.of(identity.pid());
    if (identity.equals(ProcessIdentity.self())) {
      throw ErrorCode.INVALID_ARGUMENT.exception("a process does not end itself: " + process.pid());
    }
    if (!uses(identity.pid())) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "PID "
              + identity.pid()
              + " uses no database that was found at "
              + path
              + "; nothing was sent to it. bolt fix --dry-run names those that do");
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(identity.pid());
    if (handle.isEmpty() || identity.isDead()) {
      return new Termination(process, true, "it had just ended by itself");
    }
    if (!handle.get().destroy()) {
      return new Termination(process, false, "the system does not let this user end it");
    }
    return awaitEnd(process, handle.get().onExit(), patience);
  }

  private boolean uses(long pid) throws SQLException {
    try {
      for (DatabaseId database : search.databases()) {
        List<Holder> holders =
            holders(Sidecar.existing(database), FileUse.of(database, search.openFiles()));
        if (holders.stream().anyMatch(holder -> holder.process().pid() == pid)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw ErrorCode.IO.exception("It cannot be seen what PID " + pid + " uses", e);
    }
  }

  private static Termination awaitEnd(
      ProcessInfo process, CompletableFuture<ProcessHandle> exit, Duration patience)
      throws InterruptedException {
    try {
      exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Termination(process, true, "it has ended");
    } catch (TimeoutException e) {
      String why =
          ProcessInfo.of(process.pid()).stopped()
              ? ", because it is stopped: resume it with kill -CONT " + process.pid()
              : "; kill -9 " + process.pid() + " ends it at once";
      return new Termination(
          process, false, "it has not ended within " + patience.toSeconds() + " s" + why);
    } catch (ExecutionException e) {
      return new Termination(process, false, "it cannot be waited for: " + e.getCause());
    }
  }
}
