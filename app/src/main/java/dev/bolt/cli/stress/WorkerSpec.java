package dev.bolt.cli.stress;

import dev.bolt.cli.workload.Workload;
import java.nio.file.Path;
import java.util.List;

/**
 * What a worker has to know from its start.
 *
 * @param url the database
 * @param workload what its clients do
 * @param firstClient the number of its first client; the others follow
 * @param threads the number of its clients
 * @param folder what it shares with its parent and the other workers
 */
record WorkerSpec(String url, Workload workload, int firstClient, int threads, RunFolder folder) {

  /** The arguments of the worker's process. */
  List<String> arguments() {
    return List.of(
        url,
        workload.name(),
        Integer.toString(firstClient),
        Integer.toString(threads),
        folder.path().toString());
  }

  /** The inverse of {@link #arguments}. */
  static WorkerSpec parse(String[] arguments) {
    return new WorkerSpec(
        arguments[0],
        Workload.valueOf(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        new RunFolder(Path.of(arguments[4])));
  }
}
