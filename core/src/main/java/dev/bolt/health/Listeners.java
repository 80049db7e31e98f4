package dev.bolt.health;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told of changes. Thread-safe, but for the telling. */
final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<HealthListener> listeners = new CopyOnWriteArrayList<>();

  /** What they know; of the thread that tells them. */
  private DatabaseHealth told;

  Listeners(DatabaseHealth first) {
    this.told = first;
  }

  void add(HealthListener listener) {
    listeners.add(Objects.requireNonNull(listener, "a listener"));
  }

  void remove(HealthListener listener) {
    listeners.remove(listener);
  }

  /** Tells all, if it is another one than they know. One thread at a time. */
  void tell(DatabaseHealth now) {
    DatabaseHealth before = told;
    told = now;
    if (before.state() == now.state() && areas(before).equals(areas(now))) {
      return;
    }
    LOG.info("{} was {}", now, before.state());
    for (HealthListener listener : listeners) {
      try {
        listener.changed(before, now);
      } catch (RuntimeException | Error e) {
        LOG.warn("A listener to the health of {} has failed", now.file(), e);
      }
    }
  }

  private static Set<HealthProblem.Area> areas(DatabaseHealth health) {
    return health.problems().stream().map(HealthProblem::area).collect(Collectors.toSet());
  }
}
