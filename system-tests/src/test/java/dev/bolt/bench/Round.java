package dev.bolt.bench;

import dev.bolt.cli.stress.ScratchFolder;
import dev.bolt.cli.stress.StressException;
import dev.bolt.cli.stress.StressPlan;
import dev.bolt.cli.stress.StressRun;
import dev.bolt.cli.workload.Workload;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One turn of a contestant: new processes on a new database.
 *
 * @param workload what they do
 * @param settings for how long
 * @param console hears how it goes on
 */
record Round(Workload workload, Settings settings, Console console) {

  Sample of(Contestant contestant) throws InterruptedException {
    try (ScratchFolder folder = new ScratchFolder()) {
      String url = contestant.url(folder.path());
      return contestant.shape().idleHost()
          ? besideHost(contestant, url, folder)
          : measure(contestant, url, folder, OptionalLong::empty);
    } catch (IOException | StressException e) {
      return Sample.failed(e.getMessage());
    }
  }

  /**
   * The same, which has to succeed.
   *
   * @throws IOException when it could not be measured, or the contents are wrong afterwards
   */
  Sample soundOf(Contestant contestant) throws IOException {
    try {
      return sound(contestant, of(contestant));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The same on the database of a folder, which another process hosts. */
  Sample soundIn(ScratchFolder folder, Contestant contestant, Probe host) throws IOException {
    try {
      String url = contestant.url(folder.path());
      return sound(contestant, measure(contestant, url, folder, () -> OptionalLong.of(host.pid())));
    } catch (StressException e) {
      throw new IOException(contestant.label() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Sample sound(Contestant contestant, Sample sample) throws IOException {
    if (!sample.problems().isEmpty()) {
      throw new IOException(contestant.label() + ": " + sample.problems());
    }
    return sample;
  }

  private Sample besideHost(Contestant contestant, String url, ScratchFolder folder)
      throws IOException, StressException, InterruptedException {
    try (Probe host = Probe.start()) {
      host.hold(1, url);
      return measure(contestant, url, folder, () -> OptionalLong.of(host.pid()));
    }
  }

  private Sample measure(
      Contestant contestant, String url, ScratchFolder folder, Supplier<OptionalLong> host)
      throws StressException, InterruptedException {
    StressPlan plan =
        new StressPlan(
            url,
            workload,
            contestant.shape().processes(),
            contestant.shape().threads(),
            settings.warmup(),
            settings.seconds(),
            Optional.empty(),
            Optional.empty(),
            host,
            SlowSync.of(settings).in(ChildJava.command()));
    return Sample.of(new StressRun(plan, console).run(folder.path()));
  }
}
