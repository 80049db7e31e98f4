package dev.bolt.bench;

import java.util.List;
import java.util.Optional;

/**
 * How a contest ended. Immutable.
 *
 * @param contest which one
 * @param standings one for each contestant, in the order of the contest
 */
record Outcome(Contest contest, List<Standing> standings) {

  Outcome {
    standings = List.copyOf(standings);
  }

  /** The standing of Bolt in a family, if it took part. */
  Optional<Standing> bolt(Family family) {
    return standings.stream()
        .filter(s -> s.contestant().isBolt() && s.contestant().family() == family)
        .findFirst();
  }

  /** What Bolt had to reach beside a contestant. */
  Optional<Target> targetBeside(Contestant contestant) {
    return contest.targets().stream()
        .filter(target -> target.other().label().equals(contestant.label()))
        .findFirst();
  }

  /** How many times faster Bolt is in a family than a contestant; NaN when one did not run. */
  double boltTo(Family family, Standing other) {
    return bolt(family).map(bolt -> bolt.ratioTo(other)).orElse(Double.NaN);
  }
}
