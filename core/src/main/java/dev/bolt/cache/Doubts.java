package dev.bolt.cache;

import dev.bolt.client.HostAnswer;
import dev.bolt.client.HostQuestion;
import dev.bolt.election.HostRecord;
import dev.bolt.election.Sidecar;
import dev.bolt.transport.MemberStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes marks away that nobody takes away any more: of who was killed in a change, or does not know
 * what became of his.
 *
 * <p>What he asked for may still run in the host. So a mark goes only after the host has said
 * twice, in two rounds, that it runs nothing for a dead process, and nothing that began before the
 * doubt. Until then the keys of the stripe are asked from the database. Thread-safe.
 */
final class Doubts {

  private static final Logger LOG = LoggerFactory.getLogger(Doubts.class);
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private record Doubt(long since, boolean wasQuiet) {}

  private final Versions versions;
  private final ChangeLocks locks;
  private final Map<Integer, Doubt> doubts = new ConcurrentHashMap<>();

  Doubts(Versions versions, ChangeLocks locks) {
    this.versions = versions;
    this.locks = locks;
  }

  /** Somebody has met marks; mostly somebody is about to take them away. */
  void note(Stamp stamp) {
    if (VersionFile.isMarked(stamp.word())) {
      note(stamp.stripe());
    }
    if (VersionFile.isMarked(stamp.everything())) {
      note(VersionFile.EVERYTHING);
    }
  }

  private void note(int stripe) {
    if (!doubts.containsKey(stripe)) {
      doubts.putIfAbsent(stripe, new Doubt(System.nanoTime(), false));
    }
  }

  boolean isEmpty() {
    return doubts.isEmpty();
  }

  /** Looks once at each. */
  void examine() throws SQLException {
    VersionFile file = versions.current();
    Optional<HostAnswer> host = Optional.empty();
    for (Map.Entry<Integer, Doubt> entry : doubts.entrySet()) {
      int stripe = entry.getKey();
      Optional<ChangeLocks.Hold> seized = locks.trySeize(stripe);
      if (seized.isEmpty()) {
        // Somebody lives who is at it.
        doubts.remove(stripe);
        continue;
      }
      ChangeLocks.Hold hold = seized.get();
      try {
        long word = file.word(stripe);
        if (!VersionFile.isMarked(word)) {
          doubts.remove(stripe);
          continue;
        }
        host = host.isPresent() ? host : ask();
        Doubt doubt = entry.getValue();
        boolean quiet = host.isPresent() && isQuiet(host.get(), System.nanoTime() - doubt.since);
        if (quiet && doubt.wasQuiet) {
          file.clear(stripe, word);
          doubts.remove(stripe);
        } else {
          entry.setValue(new Doubt(doubt.since, quiet));
        }
      } finally {
        hold.release();
      }
    }
  }

  private Optional<HostAnswer> ask() {
    try {
      Optional<HostRecord> record =
          Sidecar.existing(versions.database()).flatMap(Sidecar::readRecord);
      return record.map(host -> HostQuestion.ask(host, PATIENCE));
    } catch (IOException e) {
      LOG.debug("The folder beside {} cannot be looked at: {}", versions.database(), e.toString());
      return Optional.empty();
    }
  }

  private static boolean isQuiet(HostAnswer host, long doubtNanos) {
    return host.status().isPresent()
        && host.status().get().members().stream().noneMatch(m -> mayBeAtIt(m, doubtNanos));
  }

  private static boolean mayBeAtIt(MemberStatus member, long doubtNanos) {
    return member.process().isDead()
        || member.sessions().stream()
            .anyMatch(s -> s.running().isPresent() && s.since().toNanos() >= doubtNanos);
  }
}
