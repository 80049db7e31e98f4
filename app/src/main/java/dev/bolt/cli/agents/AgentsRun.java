package dev.bolt.cli.agents;

import dev.bolt.EngineKind;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes of agents that work on one database at the same time.
 *
 * @param file the database
 * @param engine its engine
 * @param instances how many processes
 * @param agents how many agents in each
 * @param warmup how long they work before the measurement
 * @param duration how long is measured
 * @param java the command that starts a JVM, without a main class
 */
public record AgentsRun(
    Path file,
    EngineKind engine,
    int instances,
    int agents,
    Duration warmup,
    Duration duration,
    List<String> java) {

  /** Checks the numbers. */
  public AgentsRun {
    if (instances < 1 || agents < 1 || duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "instances, agents and duration must be positive, not "
              + instances
              + ", "
              + agents
              + " and "
              + duration);
    }
  }

  /** Runs them, and looks whether all is there that was acknowledged. */
  public AgentsReport run() throws IOException, SQLException {
    // The first process is to be the host, not this one, which does nothing meanwhile.
    try (ConcurrentDatabase db = open()) {
      AgentTables.create(db);
    }
    List<AgentFigures> figures = work();
    try (ConcurrentDatabase db = open()) {
      AgentFigures all = figures.stream().reduce(AgentFigures.none(), AgentFigures::plus);
      String difference = AgentTables.difference(db, all);
      AgentTables.drop(db);
      return new AgentsReport(agents, figures, all, difference);
    }
  }

  private ConcurrentDatabase open() throws SQLException {
    return ConcurrentDatabase.open(file, DatabaseConfig.defaults().withEngine(engine));
  }

  private List<AgentFigures> work() throws IOException {
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 1; i <= instances; i++) {
        processes.add(start(i));
      }
      List<BufferedReader> answers = new ArrayList<>();
      for (Process process : processes) {
        BufferedReader answer = process.inputReader(StandardCharsets.UTF_8);
        answers.add(answer);
        heard(process, answer);
      }
      for (Process process : processes) {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
      }
      List<AgentFigures> figures = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        figures.add(AgentFigures.parse(heard(processes.get(i), answers.get(i))));
      }
      return figures;
    } finally {
      processes.forEach(AgentsRun::end);
    }
  }

  private Process start(int instance) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(AgentsMain.class.getName());
    command.addAll(AgentsMain.arguments(file, engine, instance, agents, warmup, duration));
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }

  private static String heard(Process process, BufferedReader answers) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(
          "The process " + process.pid() + " of agents has ended; its error is above");
    }
    return line;
  }

  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException | TimeoutException e) {
      // It did not end by itself, so it is ended below.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }
}
