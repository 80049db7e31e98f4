package dev.bolt.cli.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.cli.workload.OperationKind;
import dev.bolt.cli.workload.Workload;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TallyTest {

  private static final int DOUBLINGS = 40;

  @Test
  void shouldAddUpWhatTwoClientsRecordWhileItIsReported() throws InterruptedException {
    int rounds = 200;
    Tally tally = new Tally(Workload.READ);
    for (int i = 0; i < rounds; i++) {
      Recorders recorders = new Recorders(Workload.READ.kinds());
      List<Thread> clients = List.of(client(recorders), client(recorders));
      clients.forEach(Thread::start);
      while (clients.stream().anyMatch(Thread::isAlive)) {
        report(recorders, tally);
      }
      report(recorders, tally);
    }

    assertThat(tally.figures(OperationKind.READ, 1).count()).isEqualTo(2L * rounds * DOUBLINGS);
  }

  // Each latency is longer than any before, as in a run whose host is killed.
  private static Thread client(Recorders recorders) {
    return new Thread(
        () -> {
          for (int power = 0; power < DOUBLINGS; power++) {
            recorders.succeeded(OperationKind.READ, 1L << power);
          }
        });
  }

  @Test
  void shouldCountALatencyThatIsLongerThanAllThatCanBeToldApart() {
    Recorders recorders = new Recorders(Workload.READ.kinds());
    Tally tally = new Tally(Workload.READ);
    recorders.succeeded(OperationKind.READ, TimeUnit.DAYS.toNanos(1));
    recorders.succeeded(OperationKind.READ, -1);
    report(recorders, tally);

    assertThat(tally.figures(OperationKind.READ, 1).count()).isEqualTo(2);
  }

  private static void report(Recorders recorders, Tally tally) {
    recorders.flush(
        message -> tally.add((WorkerMessage.Latencies) WorkerMessage.parse(message.line())));
  }
}
