package dev.bolt.node;

import static dev.bolt.client.HostLostException.Progress.NOT_EXECUTED;
import static dev.bolt.client.HostLostException.Progress.SILENT;
import static dev.bolt.client.HostLostException.Progress.UNKNOWN;
import static dev.bolt.engine.TransactionState.ABORTED;
import static dev.bolt.engine.TransactionState.NONE;
import static dev.bolt.engine.TransactionState.READING;
import static dev.bolt.engine.TransactionState.WRITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.client.HostLostException.Progress;
import dev.bolt.engine.TransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LossTest {

  @Test
  void shouldRunAgainWhatWasNotExecuted() {
    for (Call call :
        new Call[] {Call.QUESTION, Call.PERHAPS_READ, Call.IN_TRANSACTION, Call.WRITE}) {
      assertThat(Loss.of(call, NONE, NOT_EXECUTED)).isEqualTo(Loss.NOT_DONE);
    }
    assertThat(Loss.of(Call.COMMIT, NONE, NOT_EXECUTED)).isEqualTo(Loss.NOT_DONE);
  }

  @Test
  void shouldNeverRunAWriteAgainThatMayHaveBeenExecuted() {
    assertThat(Loss.of(Call.WRITE, NONE, UNKNOWN)).isEqualTo(Loss.UNKNOWN);
    assertThat(Loss.of(Call.WRITE, NONE, SILENT)).isEqualTo(Loss.UNKNOWN);
    assertThat(Loss.of(Call.PERHAPS_READ, NONE, UNKNOWN)).isEqualTo(Loss.PERHAPS_READ);
  }

  @Test
  void shouldRunTheFirstStatementOfATransactionAgain() {
    assertThat(Loss.of(Call.IN_TRANSACTION, NONE, UNKNOWN)).isEqualTo(Loss.NOT_DONE);
  }

  @Test
  void shouldKnowWhatBecameOfACommit() {
    assertThat(Loss.of(Call.COMMIT, READING, UNKNOWN)).isEqualTo(Loss.NOTHING_LOST);
    assertThat(Loss.of(Call.COMMIT, WRITING, UNKNOWN)).isEqualTo(Loss.UNKNOWN);
    assertThat(Loss.of(Call.COMMIT, WRITING, SILENT)).isEqualTo(Loss.UNKNOWN);
    assertThat(Loss.of(Call.COMMIT, WRITING, NOT_EXECUTED)).isEqualTo(Loss.TRANSACTION_LOST);
    assertThat(Loss.of(Call.COMMIT, ABORTED, UNKNOWN)).isEqualTo(Loss.TRANSACTION_LOST);
  }

  @Test
  void shouldLoseAnOpenTransactionWhateverTheCall() {
    for (Progress progress : Progress.values()) {
      for (TransactionState open : new TransactionState[] {READING, WRITING, ABORTED}) {
        for (Call call : Call.values()) {
          if (!call.endsTransaction()) {
            assertThat(Loss.of(call, open, progress)).isEqualTo(Loss.TRANSACTION_LOST);
          }
        }
        assertThat(Loss.of(Call.ROLLBACK, open, progress)).isEqualTo(Loss.NOTHING_LOST);
      }
    }
  }

  @Test
  void shouldSayThatASilentHostCannotBeReached() {
    assertThat(Loss.of(Call.PERHAPS_READ, NONE, SILENT)).isEqualTo(Loss.UNREACHABLE);
    assertThat(Loss.of(Call.QUESTION, NONE, SILENT)).isEqualTo(Loss.UNREACHABLE);
    assertThat(Loss.of(Call.IN_TRANSACTION, NONE, SILENT)).isEqualTo(Loss.UNREACHABLE);
  }
}
