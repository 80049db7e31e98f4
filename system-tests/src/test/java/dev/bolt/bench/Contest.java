package dev.bolt.bench;

import dev.bolt.cli.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contestants that do the same work in turns. Immutable.
 *
 * @param title what is done, in one line
 * @param workload the work
 * @param contestants who, in the order of their turns
 * @param targets how they should stand in the end
 */
record Contest(
    String title, Workload workload, List<Contestant> contestants, List<Target> targets) {

  Contest {
    contestants = List.copyOf(contestants);
    targets = List.copyOf(targets);
  }

  /** The names by which the parts of the families are selected. */
  List<String> names() {
    return contestants.stream().map(this::nameOf).distinct().toList();
  }

  private String nameOf(Contestant contestant) {
    return contestant.family().label() + "-" + workload;
  }

  /** The same with only those contestants that were asked for. */
  Contest only(Settings settings) {
    return new Contest(
        title,
        workload,
        contestants.stream().filter(c -> settings.selects(nameOf(c))).toList(),
        targets);
  }

  /** Lets them work in turns, each time in new processes on a new database. */
  Outcome run(Settings settings, Console console) throws InterruptedException {
    Round round = new Round(workload, settings, console);
    Map<Contestant, List<Sample>> samples = new LinkedHashMap<>();
    contestants.forEach(contestant -> samples.put(contestant, new ArrayList<>()));
    for (int i = 1; i <= settings.rounds(); i++) {
      for (Contestant contestant : contestants) {
        if (contestant.present()) {
          console.begin(workload.toString(), i, contestant.label());
          Sample sample = round.of(contestant);
          samples.get(contestant).add(sample);
          console.end(sample.summary());
        }
      }
    }
    return new Outcome(this, standings(samples));
  }

  private static List<Standing> standings(Map<Contestant, List<Sample>> samples) {
    return samples.entrySet().stream()
        .map(entry -> new Standing(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }
}
