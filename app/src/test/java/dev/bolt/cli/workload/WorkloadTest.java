package dev.bolt.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bolt.cli.history.HistoryFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkloadTest {

  private static final int SAMPLE = 100_000;

  @TempDir Path folder;

  @Test
  void shouldMixOperationsByTheirShares() {
    assertThat(share(Workload.MIXED, OperationKind.READ)).isCloseTo(0.8, within(0.01));
    assertThat(share(Workload.MIXED, OperationKind.WRITE)).isCloseTo(0.1, within(0.01));
    assertThat(share(Workload.ALL, OperationKind.TRANSFER)).isCloseTo(0.2, within(0.01));
  }

  @Test
  void shouldDrawTheSameForTheSameOperation() {
    assertThat(Transfer.of(4, 1234)).isEqualTo(Transfer.of(4, 1234));
    assertThat(Workload.ALL.kindOf(4, 1234)).isEqualTo(Workload.ALL.kindOf(4, 1234));
  }

  @Test
  void shouldSpreadUpdatesOverAllRows() {
    Set<Integer> rows = new HashSet<>();
    for (int client = 0; client < 4; client++) {
      for (long sequence = 1; sequence <= SAMPLE; sequence++) {
        rows.add(RowUpdate.rowOf(OperationKind.WRITE, client, sequence));
      }
    }
    // 4 draws for each row leave e^-4, about 1.8 %, untouched.
    assertThat(rows).hasSizeBetween(97_500, 98_800);
  }

  @Test
  void shouldNeverTransferWithinOneAccount() {
    for (long sequence = 1; sequence <= SAMPLE; sequence++) {
      Transfer transfer = Transfer.of(7, sequence);
      assertThat(transfer.from()).isLessThan(transfer.to()).isNotNegative();
      assertThat(transfer.to()).isLessThan(Tables.ACCOUNT_COUNT);
      assertThat(transfer.amount()).isBetween(1, 10);
    }
  }

  @Test
  void shouldRefuseAWrongAnswer() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      Tables.create(connection);
      ListClient lists = new ListClient(new HistoryFolder(folder, 1).of(0), () -> 0);
      statement.executeUpdate("UPDATE " + Tables.ROWS + " SET label = 'other'");
      try (WorkloadClient client = Workload.READ.open(connection, 0, lists)) {
        assertThatThrownBy(() -> client.run(1))
            .isInstanceOf(WrongResultException.class)
            .hasMessage("wrong result: another row than the one asked for");
      }
      statement.executeUpdate("DELETE FROM " + Tables.ROWS + " WHERE id = 17");
      try (WorkloadClient client = Workload.SCAN.open(connection, 0, lists)) {
        assertThatThrownBy(() -> client.run(1)).isInstanceOf(WrongResultException.class);
      }
    }
  }

  private static double share(Workload workload, OperationKind kind) {
    long hits =
        LongStream.rangeClosed(1, SAMPLE).filter(s -> workload.kindOf(2, s) == kind).count();
    return (double) hits / SAMPLE;
  }
}
