package dev.bolt.health;

import dev.bolt.EngineKind;
import dev.bolt.EngineKind.Sharing;
import dev.bolt.client.HostAnswer.State;
import dev.bolt.doctor.DatabaseInfo;
import dev.bolt.doctor.HostInfo;
import dev.bolt.health.HealthProblem.Area;
import dev.bolt.os.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** When a database cannot be had, or not be shared as well as it could be. Stateless. */
final class SharingRules {

  private SharingRules() {}

  static List<HealthProblem> problems(DatabaseInfo info, Observation seen) {
    List<HealthProblem> problems = new ArrayList<>();
    boolean hosted =
        info.engine().map(EngineKind::sharing).filter(Sharing.HOSTED::equals).isPresent();
    if (info.releasedBy().isPresent()) {
      problems.add(released(info.releasedBy().get()));
    } else if (hosted && info.host().isPresent()) {
      addHost(problems, info.host().get());
    } else if (hosted && !info.outside().isEmpty()) {
      problems.add(outside(info.outside()));
    } else if (hosted && seen.pool().active() > 0) {
      problems.add(
          HealthProblem.degraded(
              Area.HOST,
              "No process hosts the database",
              "Wait: one of those that use it becomes the host; bolt info shows which"));
    }
    info.degraded().stream().map(SharingRules::condition).forEach(problems::add);
    return problems;
  }

  private static HealthProblem released(ProcessInfo by) {
    return HealthProblem.down(
        Area.OUTSIDE,
        Names.of(by) + " keeps the file free for a program outside Bolt",
        "Wait until that command ends; calls wait for lockTimeout meanwhile");
  }

  private static HealthProblem outside(List<ProcessInfo> programs) {
    return HealthProblem.down(
        Area.OUTSIDE,
        programs.stream().map(Names::of).collect(Collectors.joining(" and "))
            + " has the file, without Bolt, and the engine lets nobody else at it",
        Names.wayOut(programs.get(0)) + "; or let it use jdbc:bolt:");
  }

  private static HealthProblem condition(String sentence) {
    return HealthProblem.degraded(
        Area.SHARING, sentence, "Calls are served as well as that allows; see docs/doctor.md");
  }

  private static void addHost(List<HealthProblem> problems, HostInfo host) {
    String who = "The host of the database, " + Names.of(host.process());
    long pid = host.process().pid();
    State state = host.answer().state();
    switch (state) {
      case ANSWERS, OLDER -> {}
      case STOPPED ->
          problems.add(
              HealthProblem.down(
                  Area.HOST,
                  who,
                  "Resume it with kill -CONT "
                      + pid
                      + ", or end it with kill -9 "
                      + pid
                      + ": then another process is host"));
      case SILENT ->
          problems.add(
              HealthProblem.degraded(
                  Area.HOST,
                  who + ": " + host.answer().detail(),
                  "Look what it does with bolt info; if it hangs, end it with kill -9 "
                      + pid
                      + ": then another process is host"));
      case LEAVING ->
          problems.add(
              HealthProblem.degraded(
                  Area.HOST,
                  who + ", is handing over",
                  "Wait: another process is host in a moment"));
      case REFUSES ->
          problems.add(
              HealthProblem.down(
                  Area.HOST,
                  who + ", refuses this process: " + host.answer().detail(),
                  "Run as the same user and with the same version of Bolt"));
      case UNREACHABLE -> addUnreachable(problems, host, who);
    }
  }

  // That a host could have no socket is among the conditions already.
  private static void addUnreachable(List<HealthProblem> problems, HostInfo host, String who) {
    if (host.published().map(record -> record.socket().isPresent()).orElse(true)) {
      problems.add(
          HealthProblem.degraded(
              Area.HOST,
              who + ", cannot be joined: " + host.answer().detail(),
              "Wait; if it stays so, look at bolt info"));
    }
  }
}
