package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each order in which rows are begun, committed, lost sight of and gathered. */
class KeptOutcomesTest {

  private static final ClientId ONE = new ClientId(1, 1);
  private static final ClientId TWO = new ClientId(1, 2);
  private static final ClientId OTHER_PROCESS = new ClientId(2, 1);

  private final KeptOutcomes outcomes = new KeptOutcomes();

  @Test
  void shouldRefuseWhatIsUnderWayOrCommitted() throws SQLException {
    LedgerRow first = begin(ONE, 5);
    assertRefused(ONE, 5);
    assertRefused(ONE, 6);
    outcomes.committed(first);
    assertRefused(ONE, 5);
    assertRefused(ONE, 4);
    assertThat(begin(ONE, 6).number()).isGreaterThan(first.number());
  }

  @Test
  void shouldBeginAgainWhatHasFailed() throws SQLException {
    outcomes.failed(begin(ONE, 5), true);
    outcomes.committed(begin(ONE, 5));
    assertThat(outcomes.find(ONE).sequence()).isEqualTo(5);
  }

  @Test
  void shouldRefuseAllOfATransactionForOneOfItsOperations() throws SQLException {
    outcomes.committed(begin(ONE, 1));
    assertThatThrownBy(() -> outcomes.begin(List.of(new LedgerEntry(TWO, 1), entry(ONE, 1))))
        .isInstanceOf(SQLException.class);
    // The other one is not taken for under way.
    outcomes.committed(begin(TWO, 1));
  }

  @Test
  void shouldLeaveTheRowsThatAreUnderWayAndAllAfterThem() throws SQLException {
    outcomes.committed(begin(ONE, 1));
    LedgerRow underWay = begin(TWO, 1);
    LedgerRow later = begin(ONE, 2);
    outcomes.committed(later);

    KeptOutcomes.Gathered gathered = outcomes.gather();
    assertThat(gathered.below()).isEqualTo(underWay.number());
    // Its last outcome is in a row that stays.
    assertThat(gathered.row().entries()).isEmpty();

    // What was under way is committed while the others are replaced.
    outcomes.committed(underWay);
    outcomes.replaced(gathered);
    KeptOutcomes.Gathered all = outcomes.gather();
    assertThat(all.below()).isGreaterThan(later.number());
    assertThat(all.row().entries()).extracting(LedgerEntry::client).containsOnly(ONE, TWO);
  }

  @Test
  void shouldGatherAgainWhatCouldNotBeReplaced() throws SQLException {
    outcomes.committed(begin(ONE, 1));
    outcomes.notReplaced(outcomes.gather());
    assertThat(outcomes.gather().row().entries()).hasSize(1);
  }

  @Test
  void shouldGatherTheNewerOutcomeThatCameMeanwhile() throws SQLException {
    outcomes.committed(begin(ONE, 1));
    KeptOutcomes.Gathered gathered = outcomes.gather();
    outcomes.committed(begin(ONE, 2));
    outcomes.replaced(gathered);
    assertThat(outcomes.gather().row().entries())
        .extracting(LedgerEntry::sequence)
        .containsExactly(2L);
  }

  @Test
  void shouldGatherNothingWhileARowIsInDoubt() throws SQLException {
    LedgerRow lost = begin(ONE, 1);
    outcomes.failed(lost, false);
    assertThat(outcomes.inDoubt()).containsExactly(lost.number());
    assertThat(outcomes.gather()).isNull();
    assertThat(outcomes.find(ONE)).isNull();

    outcomes.loaded(List.of(lost), outcomes.inDoubt());
    assertThat(outcomes.find(ONE).sequence()).isEqualTo(1);
    assertThat(outcomes.gather()).isNotNull();
    assertRefused(ONE, 1);
  }

  @Test
  void shouldStayInDoubtOfWhatWasLostWhileTheTableWasRead() throws SQLException {
    LedgerRow lost = begin(ONE, 1);
    var before = outcomes.inDoubt();
    outcomes.failed(lost, false);
    outcomes.loaded(List.of(), before);
    assertThat(outcomes.inDoubt()).containsExactly(lost.number());
  }

  @Test
  void shouldTakeTheLastOutcomeOfEachClientFromTheTable() throws SQLException {
    outcomes.loaded(
        List.of(
            new LedgerRow(7, List.of(entry(ONE, 2), entry(TWO, 9))),
            new LedgerRow(3, List.of(entry(ONE, 1), entry(TWO, 9)))),
        outcomes.inDoubt());
    assertThat(outcomes.find(ONE).sequence()).isEqualTo(2);
    assertThat(outcomes.find(TWO).sequence()).isEqualTo(9);
    assertThat(begin(ONE, 3).number()).isEqualTo(8);
  }

  @Test
  void shouldForgetProcessesThatAreGone() throws SQLException {
    outcomes.committed(begin(ONE, 1));
    outcomes.committed(begin(OTHER_PROCESS, 1));
    outcomes.forgetProcesses(process -> process == 2);
    assertThat(outcomes.find(ONE)).isNotNull();
    assertThat(outcomes.find(OTHER_PROCESS)).isNull();
  }

  private void assertRefused(ClientId client, long sequence) {
    assertThatThrownBy(() -> begin(client, sequence))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
  }

  private LedgerRow begin(ClientId client, long sequence) throws SQLException {
    return outcomes.begin(List.of(entry(client, sequence)));
  }

  private static LedgerEntry entry(ClientId client, long sequence) {
    return new LedgerEntry(client, sequence).counting(1);
  }
}
