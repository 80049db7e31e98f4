package dev.bolt.bench;

import dev.bolt.bench.micro.ChunkCodecBenchmark;
import dev.bolt.bench.micro.DatabaseBenchmark;
import dev.bolt.bench.micro.PoolBenchmark;
import dev.bolt.bench.micro.WaistBenchmark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The benchmarks of single classes, by JMH.
 *
 * @param settings how long and how often
 * @param console hears how it goes on
 */
record MicroBenchmarks(Settings settings, Console console) {

  private static final String CODEC = "jmh-codec";
  private static final String WAIST = "jmh-waist";
  private static final String POOL = "jmh-pool";
  private static final String DATABASE = "jmh-database";

  /** The names by which they are selected. */
  static final List<String> NAMES = List.of(CODEC, WAIST, POOL, DATABASE);

  List<MicroScore> run() {
    List<Class<?>> selected = new ArrayList<>();
    if (settings.selects(CODEC)) {
      selected.add(ChunkCodecBenchmark.class);
    }
    if (settings.selects(WAIST)) {
      selected.add(WaistBenchmark.class);
    }
    if (settings.selects(POOL)) {
      selected.add(PoolBenchmark.class);
    }
    if (settings.selects(DATABASE)) {
      selected.add(DatabaseBenchmark.class);
    }
    return selected.stream().flatMap(type -> run(type).stream()).map(this::score).toList();
  }

  private Collection<RunResult> run(Class<?> type) {
    console.line("JMH runs " + type.getSimpleName());
    TimeValue time = TimeValue.milliseconds(settings.seconds().toMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(type.getName())
            .forks(1)
            .verbosity(VerboseMode.SILENT)
            .timeUnit(TimeUnit.MICROSECONDS)
            .warmupIterations(settings.rounds())
            .warmupTime(time)
            .measurementIterations(settings.rounds())
            .measurementTime(time)
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED");
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH cannot run " + type + ": " + e.getMessage(), e);
    }
  }

  private MicroScore score(RunResult run) {
    Result<?> result = run.getPrimaryResult();
    String method = run.getParams().getBenchmark();
    String name = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
    for (String parameter : run.getParams().getParamsKeys()) {
      name += " " + run.getParams().getParam(parameter);
    }
    return new MicroScore(name, result.getScore(), result.getScoreError());
  }
}
