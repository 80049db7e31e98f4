package dev.bolt.cli.consistency;

import static dev.bolt.cli.consistency.Script.append;
import static dev.bolt.cli.consistency.Script.concurrently;
import static dev.bolt.cli.consistency.Script.read;
import static dev.bolt.cli.consistency.Script.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.cli.history.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault of each kind, planted into a history as small as it can be. */
@Timeout(10)
class ConsistencyCheckTest {

  @Test
  void shouldAcceptWhatRanOneAfterTheOther() {
    Script script =
        new Script()
            .run(0, append(1, 10), read(1, 10), append(2, 20))
            .run(1, read(1, 10), append(1, 11), read(2, 20))
            .run(0, read(1, 10, 11), read(3));
    assertThat(script.anomalies()).isEmpty();
    assertThat(script.findings().isolation()).contains(Isolation.STRICT_SERIALIZABLE);
  }

  @Test
  void shouldAcceptAnyOrderOfWhatOverlaps() {
    assertThat(
            concurrently(
                    transaction(append(1, 10)),
                    transaction(append(1, 11)),
                    transaction(read(1)),
                    transaction(read(1, 11)),
                    transaction(read(1, 11, 10)))
                .anomalies())
        .isEmpty();
  }

  @Test
  void shouldAcceptThatTheUnknownWasOrWasNotDone() {
    assertThat(
            new Script()
                .begin(0, append(1, 10), append(2, 20))
                .end(0, Event.Type.INFO)
                .begin(1, append(1, 11))
                .run(2, read(1))
                .run(2, read(1, 10), read(2, 20))
                .anomalies())
        .isEmpty();
  }

  @Test
  void shouldFindALostAppend() {
    Script script = new Script().run(0, append(1, 10)).run(1, read(1));
    assertThat(script.anomalies()).containsExactly(AnomalyKind.LOST_APPEND);
    assertThat(script.findings().isolation()).isEmpty();
    assertThat(script.findings().anomalies().get(0))
        .hasToString(
            "lost append: 10 is not in list 1 at the end"
                + " [T0 (process 0, events 0 to 1, committed: append 10 to list 1);"
                + " T1 (process 1, events 2 to 3, committed: read list 1 [])]");
  }

  @Test
  void shouldFindAnAppendThatIsLostAfterItWasRead() {
    assertThat(new Script().run(0, append(1, 10)).run(1, read(1, 10)).run(1, read(1)).anomalies())
        .containsExactly(AnomalyKind.LOST_APPEND, AnomalyKind.REAL_TIME_CYCLE);
  }

  @Test
  void shouldFindADoubledAppend() {
    assertThat(new Script().run(0, append(1, 10)).run(1, read(1, 10, 10)).anomalies())
        .containsExactly(AnomalyKind.DOUBLED_APPEND);
  }

  @Test
  void shouldFindAValueThatNobodyWrote() {
    assertThat(new Script().run(0, read(1, 10)).anomalies())
        .containsExactly(AnomalyKind.UNWRITTEN_READ);
  }

  @Test
  void shouldFindAReadOfWhatWasRolledBack() {
    assertThat(
            new Script()
                .begin(0, append(1, 10))
                .end(0, Event.Type.FAIL)
                .run(0, read(1, 10))
                .anomalies())
        .containsExactly(AnomalyKind.ABORTED_READ);
  }

  @Test
  void shouldFindAReadFromTheMiddleOfATransaction() {
    assertThat(
            concurrently(transaction(append(1, 10), append(1, 11)), transaction(read(1, 10)))
                .anomalies())
        .containsExactly(AnomalyKind.INTERMEDIATE_READ, AnomalyKind.G_SINGLE);
  }

  @Test
  void shouldFindATransactionThatDoesNotSeeItsOwnAppend() {
    assertThat(new Script().run(0, append(1, 10), read(1)).anomalies())
        .containsExactly(AnomalyKind.INTERNAL);
  }

  @Test
  void shouldFindATransactionWhoseReadsDiffer() {
    assertThat(
            concurrently(transaction(read(1), read(1, 10)), transaction(append(1, 10))).anomalies())
        .containsExactly(AnomalyKind.INTERNAL);
  }

  @Test
  void shouldFindATransactionThatSeesWhatItWillAppend() {
    assertThat(new Script().run(0, read(1, 10), append(1, 10)).anomalies())
        .containsExactly(AnomalyKind.INTERNAL);
  }

  @Test
  void shouldFindReadsOfDifferentOrders() {
    assertThat(
            concurrently(
                    transaction(append(1, 10)),
                    transaction(append(1, 11)),
                    transaction(read(1, 10)),
                    transaction(read(1, 11, 10)))
                .anomalies())
        .containsExactly(AnomalyKind.INCOMPATIBLE_ORDER);
  }

  @Test
  void shouldFindAStaleRead() {
    Script script = new Script().run(0, append(1, 10)).run(1, read(1)).run(1, read(1, 10));
    assertThat(script.anomalies()).containsExactly(AnomalyKind.STALE_READ);
    assertThat(script.findings().isolation()).contains(Isolation.SERIALIZABLE);
  }

  @Test
  void shouldFindWritesInACycle() {
    assertThat(
            concurrently(
                    transaction(append(1, 10), append(2, 20)),
                    transaction(append(1, 11), append(2, 21)),
                    transaction(read(1, 10, 11)),
                    transaction(read(2, 21, 20)))
                .anomalies())
        .containsExactly(AnomalyKind.G0);
  }

  @Test
  void shouldFindTransactionsThatReadEachOther() {
    assertThat(
            concurrently(
                    transaction(append(1, 10), read(2, 20)),
                    transaction(append(2, 20), read(1, 10)))
                .anomalies())
        .containsExactly(AnomalyKind.G1C);
  }

  @Test
  void shouldFindALostUpdate() {
    Script script =
        concurrently(
            transaction(read(1), append(1, 10)),
            transaction(read(1), append(1, 11)),
            transaction(read(1, 10, 11)));
    assertThat(script.anomalies()).containsExactly(AnomalyKind.G_SINGLE);
    assertThat(script.findings().isolation()).isEmpty();
    assertThat(script.findings().anomalies().get(0).what())
        .isEqualTo(
            "T1 did not see 10 in list 1, which T0 appended,"
                + " T1 appended 11 to list 1 behind what T0 had appended");
  }

  @Test
  void shouldFindATransactionThatIsSeenInParts() {
    assertThat(
            concurrently(
                    transaction(append(1, 10), append(2, 20)), transaction(read(1, 10), read(2)))
                .anomalies())
        .containsExactly(AnomalyKind.G_SINGLE);
  }

  @Test
  void shouldFindHalfOfATransactionOfUnknownOutcome() {
    assertThat(
            new Script()
                .begin(0, append(1, 10), append(2, 20))
                .run(1, read(1, 10), read(2))
                .anomalies())
        .containsExactly(AnomalyKind.G_SINGLE);
  }

  @Test
  void shouldFindALongFork() {
    Script script =
        concurrently(
            transaction(append(1, 10)),
            transaction(append(2, 20)),
            transaction(read(1, 10), read(2)),
            transaction(read(1), read(2, 20)));
    assertThat(script.anomalies()).containsExactly(AnomalyKind.G_NONADJACENT);
    assertThat(script.findings().isolation()).isEmpty();
  }

  @Test
  void shouldFindWriteSkewAndPermitItToSnapshots() {
    Script script =
        concurrently(transaction(read(1), append(2, 20)), transaction(read(2), append(1, 10)));
    assertThat(script.anomalies()).containsExactly(AnomalyKind.G2);
    assertThat(script.findings().isolation()).contains(Isolation.STRONG_SNAPSHOT);
  }

  @Test
  void shouldFindWhatIsWrongBesideWriteSkew() {
    Script script =
        concurrently(
            transaction(read(1), append(2, 20)),
            transaction(read(2), append(1, 10)),
            transaction(read(2, 20), read(3)),
            transaction(read(3), append(3, 30)),
            transaction(read(3), append(3, 31)),
            transaction(read(3, 30, 31)));
    assertThat(script.anomalies()).containsExactlyInAnyOrder(AnomalyKind.G2, AnomalyKind.G_SINGLE);
  }

  @Test
  void shouldFindAnOrderAgainstTime() {
    Script script =
        new Script().run(0, append(1, 10)).run(0, append(1, 11)).run(0, read(1, 11, 10));
    assertThat(script.anomalies()).containsExactly(AnomalyKind.REAL_TIME_CYCLE);
    assertThat(script.findings().isolation()).contains(Isolation.SERIALIZABLE);
  }

  @Test
  void shouldFindWriteSkewAgainstTime() {
    Script script =
        new Script()
            .begin(0, append(1, 10), read(2))
            .run(1, append(2, 20))
            .run(2, read(1))
            .commit(0);
    assertThat(script.anomalies()).containsExactly(AnomalyKind.REAL_TIME_SKEW);
    assertThat(script.findings().isolation()).contains(Isolation.STRONG_SNAPSHOT);
  }

  @Test
  void shouldRefuseAHistoryInWhichAValueIsAppendedTwice() {
    Script script = new Script().run(0, append(1, 10)).run(0, append(1, 10));
    assertThatThrownBy(script::findings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two operations append 10 to list 1, so who wrote it is unknown");
  }

  @Test
  void shouldCheckALongHistory() {
    Script script = new Script();
    for (int i = 0; i < 50_000; i++) {
      script.run(i % 8, append(i / 30, i));
    }
    assertThat(script.anomalies()).isEmpty();
  }
}
