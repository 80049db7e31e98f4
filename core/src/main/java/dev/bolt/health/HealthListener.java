package dev.bolt.health;

/**
 * Who is told when a database fares better or worse. Called on the thread {@code bolt-health},
 * which looks at nothing meanwhile: a listener should be quick. It may use the database and its
 * monitor, and close both. What it throws is logged, and the others are told all the same.
 */
@FunctionalInterface
public interface HealthListener {

  /**
   * The state is another one, or the areas of the problems are.
   *
   * @param before what was known before; {@link HealthState#UP} without problems at first
   */
  void changed(DatabaseHealth before, DatabaseHealth now);
}
