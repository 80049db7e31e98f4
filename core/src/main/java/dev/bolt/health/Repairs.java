package dev.bolt.health;

import dev.bolt.doctor.DatabaseDoctor;
import dev.bolt.doctor.Finding;
import dev.bolt.doctor.Finding.Deed;
import dev.bolt.doctor.FixReport;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has removed what dead processes left beside a database, as {@code bolt fix} does and with its
 * proofs. Nothing waits for it, so once a minute is enough. Confined to one thread.
 */
final class Repairs {

  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int KEPT = 20;

  private final Path file;
  private final Deque<Finding> removed = new ArrayDeque<>();
  private List<Finding> failed = List.of();
  private long next;

  /**
   * Begins.
   *
   * @param nanos the time of {@link System#nanoTime}, at which the first is due
   */
  Repairs(Path file, long nanos) {
    this.file = file;
    this.next = nanos;
  }

  /** Repairs if it is time, or is asked for. */
  void run(long nanos, boolean asked) throws SQLException {
    if (!asked && nanos - next < 0) {
      return;
    }
    next = nanos + PAUSE.toNanos();
    FixReport report = DatabaseDoctor.fixExistingDatabaseLocks(file);
    failed = findings(report).filter(finding -> finding.deed() == Deed.FAILED).toList();
    findings(report).filter(finding -> finding.deed() == Deed.REMOVED).forEach(this::keep);
  }

  private static Stream<Finding> findings(FixReport report) {
    return Stream.concat(
        report.databases().stream().flatMap(each -> each.findings().stream()),
        report.others().stream());
  }

  private void keep(Finding finding) {
    LOG.info("Removed {}, {}: {}", finding.file(), finding.what(), finding.reason());
    removed.addLast(finding);
    if (removed.size() > KEPT) {
      removed.removeFirst();
    }
  }

  /** What was removed, the last twenty things. */
  List<Finding> removed() {
    return List.copyOf(removed);
  }

  /** What could not be the last time. */
  List<Finding> failed() {
    return failed;
  }
}
