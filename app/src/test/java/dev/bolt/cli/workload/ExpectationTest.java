package dev.bolt.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.cli.history.HistoryFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExpectationTest {

  private static final int CLIENT = 3;
  private static final int OPERATIONS = 200;

  @TempDir Path folder;
  private Connection connection;

  @BeforeEach
  void createTables() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    Tables.create(connection);
  }

  @AfterEach
  void closeConnection() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:duckdb:"})
  void shouldCreateAllRowsAndDropThemAgain(String url) throws SQLException {
    try (Connection other = DriverManager.getConnection(url)) {
      Tables.create(other);
      Tables.create(other);
      try (WorkloadClient client = Workload.SCAN.open(other, 0, lists())) {
        client.run(1);
      }
      assertThat(new Expectation(Workload.ALL).audit(other).isClean()).isTrue();
      Tables.drop(other);
    }
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void shouldFindNothingWhenAllWasAcknowledged(Workload workload) throws SQLException {
    int operations = workload == Workload.SCAN ? 2 : OPERATIONS;
    Expectation expectation = acknowledgedRun(workload, operations);

    assertThat(expectation.audit(connection)).isEqualTo(clean());
  }

  @Test
  void shouldFindNothingWhenTheUnknownWasOrWasNotDone() throws SQLException {
    Expectation expectation = new Expectation(Workload.ALL);
    try (WorkloadClient client = Workload.ALL.open(connection, CLIENT, lists())) {
      for (long sequence = 1; sequence <= OPERATIONS; sequence++) {
        if (sequence % 2 == 0) {
          client.run(sequence);
        }
        expectation.unknown(CLIENT, sequence);
      }
    }

    assertThat(expectation.audit(connection)).isEqualTo(clean());
  }

  @Test
  void shouldFindALostInsert() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.INSERT, OPERATIONS);
    change("DELETE FROM " + Tables.INSERTS + " WHERE seq = 77", 1);

    Audit audit = expectation.audit(connection);
    assertThat(audit.lost()).isEqualTo(1);
    assertThat(audit.doubled()).isZero();
    assertThat(audit.findings()).containsExactly("1 acknowledged inserts are not there");
  }

  @Test
  void shouldFindADoubledInsert() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.INSERT, OPERATIONS);
    change(
        "INSERT INTO " + Tables.INSERTS + " SELECT * FROM " + Tables.INSERTS + " WHERE seq = 77",
        1);

    Audit audit = expectation.audit(connection);
    assertThat(audit.lost()).isZero();
    assertThat(audit.doubled()).isEqualTo(1);
  }

  @Test
  void shouldFindAnInsertThatWasReportedFailed() throws SQLException {
    Expectation expectation = new Expectation(Workload.INSERT);
    try (WorkloadClient client = Workload.INSERT.open(connection, CLIENT, lists())) {
      client.run(1);
    }

    assertThat(expectation.audit(connection).findings())
        .containsExactly("1 rows are there although their insert failed");
  }

  @Test
  void shouldFindALostAndADoubledAndATornBatch() throws SQLException {
    Expectation expectation = new Expectation(Workload.COMMITS);
    for (long sequence = 1; sequence <= OPERATIONS; sequence++) {
      if (Workload.COMMITS.kindOf(CLIENT, sequence) == OperationKind.BATCH) {
        expectation.acknowledged(CLIENT, sequence);
      }
    }
    long missing = expectation.audit(connection).lost();
    change("INSERT INTO " + Tables.BATCHES + " VALUES (99, 1, 0), (99, 1, 0)", 2);

    assertThat(missing).isPositive();
    assertThat(expectation.audit(connection).findings())
        .containsExactly(
            missing + " acknowledged batches are not there",
            "1 batches are there a second time",
            "1 batches are there although they failed",
            "1 batches are torn");
  }

  @Test
  void shouldFindALostAndADoubledUpdateEvenWhenTheirSumIsRight() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.WRITE, OPERATIONS);
    int lost = RowUpdate.rowOf(OperationKind.WRITE, CLIENT, 1);
    int doubled = RowUpdate.rowOf(OperationKind.WRITE, CLIENT, 2);
    change("UPDATE " + Tables.ROWS + " SET counter = counter - 1 WHERE id = " + lost, 1);
    change("UPDATE " + Tables.ROWS + " SET counter = counter + 1 WHERE id = " + doubled, 1);

    Audit audit = expectation.audit(connection);
    assertThat(audit.lost()).isEqualTo(1);
    assertThat(audit.doubled()).isEqualTo(1);
  }

  @Test
  void shouldFindALostUpdateOfTheHotRow() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.HOT, OPERATIONS);
    change("UPDATE " + Tables.ROWS + " SET counter = counter - 2 WHERE id = 0", 1);

    assertThat(expectation.audit(connection).lost()).isEqualTo(2);
  }

  @Test
  void shouldFindALostTransfer() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.TRANSFER, OPERATIONS);
    expectation.acknowledged(CLIENT, OPERATIONS + 1);

    Audit audit = expectation.audit(connection);
    assertThat(audit.lost()).isEqualTo(1);
    assertThat(audit.findings())
        .containsExactly("1 acknowledged transfers are not in their accounts");
  }

  @Test
  void shouldFindADoubledTransfer() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.TRANSFER, OPERATIONS);
    try (WorkloadClient client = Workload.TRANSFER.open(connection, CLIENT, lists())) {
      client.run(OPERATIONS);
    }

    assertThat(expectation.audit(connection).doubled()).isEqualTo(1);
  }

  @Test
  void shouldFindMoneyThatIsGone() throws SQLException {
    Expectation expectation = acknowledgedRun(Workload.TRANSFER, OPERATIONS);
    change("UPDATE " + Tables.ACCOUNTS + " SET balance = balance - 1 WHERE id = 5", 1);

    assertThat(expectation.audit(connection).findings())
        .containsExactly("the balances of all accounts add up to 999999 instead of 1000000");
  }

  @Test
  void shouldFindAMissingRow() throws SQLException {
    change("DELETE FROM " + Tables.ROWS + " WHERE id = 99999", 1);

    assertThat(new Expectation(Workload.WRITE).audit(connection).findings())
        .containsExactly("bolt_stress_rows has 99999 rows instead of 100000");
  }

  private Expectation acknowledgedRun(Workload workload, int operations) throws SQLException {
    Expectation expectation = new Expectation(workload);
    try (WorkloadClient client = workload.open(connection, CLIENT, lists())) {
      for (long sequence : LongStream.rangeClosed(1, operations).toArray()) {
        client.run(sequence);
        expectation.acknowledged(CLIENT, sequence);
      }
    }
    return expectation;
  }

  private void change(String sql, int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(rows);
    }
  }

  private ListClient lists() {
    return new ListClient(new HistoryFolder(folder, CLIENT + 1).of(CLIENT), () -> 0);
  }

  private static Audit clean() {
    return new Audit(0, 0, List.of());
  }
}
