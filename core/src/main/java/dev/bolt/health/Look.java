package dev.bolt.health;

import dev.bolt.EngineKind.Sharing;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.lock.LockInfo;
import dev.bolt.os.ProcessInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gathers what there is to see of a database, and remembers what it has to. Confined to one thread.
 */
final class Look {

  private static final LockInfo NO_LOCKS = new LockInfo(List.of(), List.of());

  private final HealthSubject subject;
  private final Path file;
  private final ActivityWindow window;
  private final Repairs repairs;
  private final LogHistory log = new LogHistory();

  Look(HealthSubject subject) {
    long now = System.nanoTime();
    this.subject = subject;
    this.file = subject.file();
    this.window = new ActivityWindow(now, subject.meter().figures());
    this.repairs = new Repairs(file, now);
  }

  /**
   * Looks.
   *
   * @param thoroughly whether leftovers are looked for too, though it is not time for it
   */
  Observation run(boolean thoroughly) {
    List<String> unseen = new ArrayList<>();
    long now = System.nanoTime();
    repair(now, thoroughly, unseen);
    Optional<DatabaseInfo> info = info(unseen);
    Optional<DatabaseInfo> gated =
        info.filter(found -> subject.engine().sharing() == Sharing.GATED);
    return new Observation(
        file,
        subject.pool().get(),
        window.until(now, subject.meter().figures()),
        locks(unseen),
        info,
        unseen,
        gated.map(found -> OutsideWriters.of(file, found)).orElse(List.of()),
        gated.map(this::logReaders).orElse(List.of()),
        MemoryUse.now(),
        freeBytes(),
        repairs.removed(),
        repairs.failed());
  }

  private void repair(long now, boolean thoroughly, List<String> unseen) {
    try {
      repairs.run(now, thoroughly);
    } catch (SQLException e) {
      unseen.add(e.getMessage());
    }
  }

  private Optional<DatabaseInfo> info(List<String> unseen) {
    try {
      return Optional.of(DatabaseInfo.of(file, subject.engine()));
    } catch (SQLException e) {
      unseen.add(e.getMessage());
      return Optional.empty();
    }
  }

  private LockInfo locks(List<String> unseen) {
    try {
      return subject.locks().look();
    } catch (SQLException e) {
      unseen.add("The named locks cannot be looked at: " + e.getMessage());
      return NO_LOCKS;
    }
  }

  private List<ProcessInfo> logReaders(DatabaseInfo info) {
    return log.readers(file, info.storage().logBytes().orElse(0)).stream()
        .map(ProcessInfo::of)
        .toList();
  }

  private OptionalLong freeBytes() {
    try {
      return OptionalLong.of(Files.getFileStore(file).getUsableSpace());
    } catch (IOException e) {
      // It has just been removed.
      return OptionalLong.empty();
    }
  }
}
