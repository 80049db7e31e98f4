package dev.bolt.cli.agents;

import dev.bolt.EngineKind;
import dev.bolt.agents.Bolt;
import dev.bolt.agents.BoltConfig;
import dev.bolt.database.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A process of agents. Not a command for people: {@code bolt agents} starts it. */
public final class AgentsMain {
  private static final int FILE = 0;
  private static final int ENGINE = 1;
  private static final int INSTANCE = 2;
  private static final int AGENTS = 3;
  private static final int WARMUP = 4;
  private static final int MILLIS = 5;

  private AgentsMain() {}

  /** The arguments of the process. */
  static List<String> arguments(
      Path file, EngineKind engine, int instance, int agents, Duration warmup, Duration duration) {
    return List.of(
        file.toString(),
        engine.name(),
        Integer.toString(instance),
        Integer.toString(agents),
        Long.toString(warmup.toMillis()),
        Long.toString(duration.toMillis()));
  }

  /** Works when it is told to. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[FILE]);
    int agents = Integer.parseInt(arguments[AGENTS]);
    int instance = Integer.parseInt(arguments[INSTANCE]);
    Duration warmup = Duration.ofMillis(Long.parseLong(arguments[WARMUP]));
    Duration duration = Duration.ofMillis(Long.parseLong(arguments[MILLIS]));
    BoltConfig config =
        BoltConfig.defaults()
            .withAgents(agents)
            .withDatabaseConfig(
                DatabaseConfig.defaults()
                    .withMaxConnections(agents)
                    .withEngine(EngineKind.valueOf(arguments[ENGINE])));
    try (Bolt bolt = Bolt.start(config)) {
      bolt.databaseManager(file);
      System.out.println("ready");
      if (System.in.read() < 0) {
        return;
      }
      List<AgentWork> works = new ArrayList<>();
      for (int i = 0; i < agents; i++) {
        works.add(new AgentWork(file, instance, warmup, duration));
      }
      AgentFigures all = AgentFigures.none();
      for (CompletableFuture<AgentFigures> work : bolt.submitAll(works)) {
        all = all.plus(work.get());
      }
      System.out.println(all.line());
    }
  }
}
