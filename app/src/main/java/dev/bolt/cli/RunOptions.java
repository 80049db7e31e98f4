package dev.bolt.cli;

import dev.bolt.EngineKind;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of those commands that let processes work on a database for a while. */
final class RunOptions {

  @Option(
      names = "--engine",
      paramLabel = "duckdb|sqlite",
      description = "The engine of the database; default: that of DB, or duckdb.")
  private EngineKind engine;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many processes; default ${DEFAULT-VALUE}.")
  private int instances;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      converter = DurationConverter.class,
      description = "How long is measured; default ${DEFAULT-VALUE}.")
  private Duration duration;

  Optional<EngineKind> engine() {
    return Optional.ofNullable(engine);
  }

  int instances() {
    return instances;
  }

  Duration duration() {
    return duration;
  }
}
