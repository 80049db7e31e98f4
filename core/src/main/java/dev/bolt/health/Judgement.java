package dev.bolt.health;

import dev.bolt.doctor.DatabaseInfo;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a database, out of what was seen of it. Stateless. */
final class Judgement {

  private Judgement() {}

  static DatabaseHealth of(Observation seen) {
    List<HealthProblem> problems = new ArrayList<>();
    seen.info().map(info -> SharingRules.problems(info, seen)).ifPresent(problems::addAll);
    if (seen.info().isEmpty()) {
      problems.add(
          HealthProblem.down(
              HealthProblem.Area.FILE,
              String.join("; ", seen.unseen()),
              "Put the file back and open the database again, or look at " + seen.file()));
    }
    seen.info()
        .map(DatabaseInfo::writers)
        .ifPresent(
            writers ->
                writers.ifPresent(found -> problems.addAll(WriterRules.problems(found, seen))));
    problems.addAll(LogRules.problems(seen));
    problems.addAll(PoolRules.problems(seen.pool()));
    problems.addAll(ErrorRules.problems(seen.activity()));
    problems.addAll(LockRules.problems(seen.locks()));
    problems.addAll(ResourceRules.problems(seen));
    return DatabaseHealth.of(seen, problems);
  }
}
