package dev.bolt.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a run found out. Immutable.
 *
 * @param settings what was asked for
 * @param machine where it ran
 * @param outcomes the contests
 * @param figures the single quantities
 * @param scores the microbenchmarks
 */
record Report(
    Settings settings,
    Machine machine,
    List<Outcome> outcomes,
    List<Figure> figures,
    List<MicroScore> scores) {

  private static final Quantity LOCK_ERRORS =
      new Quantity("lock errors through Bolt, all of the above", "errors", 0);

  Report {
    outcomes = List.copyOf(outcomes);
    figures = withLockErrors(outcomes, figures);
    scores = List.copyOf(scores);
  }

  private static List<Figure> withLockErrors(List<Outcome> outcomes, List<Figure> figures) {
    List<Standing> bolt =
        outcomes.stream()
            .flatMap(outcome -> outcome.standings().stream())
            .filter(standing -> standing.contestant().isBolt())
            .toList();
    List<Figure> all = new ArrayList<>(figures);
    if (!bolt.isEmpty()) {
      double errors = bolt.stream().mapToLong(Standing::lockErrorCount).sum();
      all.add(new Figure(LOCK_ERRORS, List.of(errors), List.of()));
    }
    return List.copyOf(all);
  }
}
