package dev.bolt.health;

import dev.bolt.ErrorCode;
import dev.bolt.metrics.CallFigures;
import dev.bolt.metrics.CallTimes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The figures of a database for Micrometer, which the user brings along.
 *
 * <pre>{@code
 * new DatabaseMetrics(db.healthMonitor()).bindTo(registry);
 * }</pre>
 *
 * <p>{@code docs/health.md} lists the meters. They are removed from the registry when the database
 * is closed. Nothing is counted twice: they read what the monitor knows when somebody reads them.
 * Thread-safe.
 */
public final class DatabaseMetrics implements MeterBinder {

  private static final String CALLS = "bolt.calls";
  private static final String ERRORS = "bolt.errors";
  private static final String SQL_STATE = "sqlstate";

  private record Bound(MeterRegistry registry, Meter meter) {}

  private final HealthMonitor monitor;
  private final Tags tags;
  private final List<Bound> bound = new CopyOnWriteArrayList<>();

  /**
   * The meters of a database, with a tag {@code database}, which is its path.
   *
   * @param more tags of one's own, which tell apart what is open more than once
   */
  public DatabaseMetrics(HealthMonitor monitor, Tag... more) {
    this.monitor = monitor;
    this.tags = Tags.of(more).and("database", monitor.subject().file().toString());
    monitor.addListener(this::removeIfClosed);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "bolt.state", "0 up, 1 degraded, 2 down", health -> health.state().ordinal());
    bindCalls(registry, "query", CallFigures::queries, Activity::queries);
    bindCalls(registry, "update", CallFigures::updates, Activity::updates);
    bindCalls(registry, "transaction", CallFigures::transactions, Activity::transactions);
    bindErrors(registry);
    bindConnections(registry);
    bindSharing(registry);
  }

  private void bindCalls(
      MeterRegistry registry,
      String kind,
      Function<CallFigures, CallTimes> all,
      Function<Activity, CallTimes> lately) {
    Tags tagged = tags.and("kind", kind);
    keep(
        registry,
        FunctionTimer.builder(
                CALLS,
                monitor,
                m -> all.apply(m.figures()).count(),
                m -> all.apply(m.figures()).total().toNanos(),
                TimeUnit.NANOSECONDS)
            .description("Calls that succeeded")
            .tags(tagged)
            .register(registry));
    keep(
        registry,
        TimeGauge.builder(
                CALLS + ".p99",
                monitor,
                TimeUnit.NANOSECONDS,
                m -> lately.apply(m.health().activity()).p99().toNanos())
            .description("What ninety-nine of a hundred calls of the last minute took at most")
            .tags(tagged)
            .register(registry));
  }

  private void bindErrors(MeterRegistry registry) {
    Stream.of(ErrorCode.values())
        .map(ErrorCode::sqlState)
        .distinct()
        .forEach(
            state ->
                counter(
                    registry,
                    ERRORS,
                    "Errors that the database reported, whether or not a retry made up for them",
                    tags.and(SQL_STATE, state),
                    figures -> figures.errors().getOrDefault(state, 0L)));
    counter(
        registry,
        "bolt.retries",
        "Calls and transactions that were run again",
        tags,
        CallFigures::retries);
  }

  private void bindConnections(MeterRegistry registry) {
    gauge(
        registry,
        "bolt.connections.active",
        "Connections in use",
        health -> health.pool().active());
    gauge(registry, "bolt.connections.idle", "Connections free", health -> health.pool().idle());
    gauge(
        registry,
        "bolt.connections.max",
        "Connections that there may be",
        health -> health.pool().maximum());
    gauge(
        registry,
        "bolt.connections.waiting",
        "Threads that wait for a connection",
        health -> health.pool().waiting());
  }

  private void bindSharing(MeterRegistry registry) {
    gauge(
        registry,
        "bolt.locks.held",
        "Named locks that are held, in all processes",
        health -> health.locks().holders().size());
    gauge(
        registry,
        "bolt.locks.awaited",
        "Who waits for a named lock, in all processes",
        health -> health.locks().waiters().size());
    gauge(
        registry,
        "bolt.processes",
        "Processes that use the database through Bolt",
        DatabaseHealth::processes);
    gauge(
        registry,
        "bolt.host.epoch",
        "The number of the host among all of the database",
        health -> health.hostEpoch().orElse(0));
    gauge(registry, "bolt.log.size", "The engine's log, in bytes", DatabaseHealth::logBytes);
    gauge(
        registry,
        "bolt.memory.resident",
        "The memory of this process, that of the engine included, in bytes",
        health -> health.memory().resident().orElse(0));
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<DatabaseHealth> value) {
    keep(
        registry,
        Gauge.builder(name, monitor, m -> value.applyAsDouble(m.health()))
            .description(description)
            .tags(tags)
            .register(registry));
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String description,
      Tags tagged,
      ToDoubleFunction<CallFigures> count) {
    keep(
        registry,
        FunctionCounter.builder(name, monitor, m -> count.applyAsDouble(m.figures()))
            .description(description)
            .tags(tagged)
            .register(registry));
  }

  private void keep(MeterRegistry registry, Meter meter) {
    bound.add(new Bound(registry, meter));
  }

  private void removeIfClosed(DatabaseHealth before, DatabaseHealth now) {
    if (now.has(HealthProblem.Area.CLOSED)) {
      bound.forEach(each -> each.registry.remove(each.meter));
      bound.clear();
    }
  }
}
