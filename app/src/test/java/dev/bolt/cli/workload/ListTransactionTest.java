package dev.bolt.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bolt.cli.history.ClientHistory;
import dev.bolt.cli.history.History;
import dev.bolt.cli.history.HistoryFolder;
import dev.bolt.cli.history.ListOperation;
import dev.bolt.cli.history.ListOperation.Append;
import dev.bolt.cli.history.ListOperation.Read;
import dev.bolt.cli.history.Transaction;
import dev.bolt.cli.history.Transaction.Outcome;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down of a transaction, by how it ends. */
@Timeout(60)
class ListTransactionTest {

  private static final List<ListOperation> PLAN =
      List.of(new Append(5, 17), Read.of(5), new Append(5, 18), Read.of(6));

  @TempDir Path folder;
  private Connection connection;
  private HistoryFolder parts;

  @BeforeEach
  void createTables() throws SQLException {
    parts = new HistoryFolder(folder, 1);
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    Tables.create(connection);
  }

  @AfterEach
  void closeConnection() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:duckdb:"})
  void shouldWriteDownWhatWasRead(String url) throws Exception {
    try (Connection other = DriverManager.getConnection(url)) {
      Tables.create(other);
      run(
          other,
          PLAN,
          List.of(Read.of(5)),
          List.of(new Append(6, 19)),
          List.of(Read.of(5), Read.of(6)));
    }

    assertThat(history())
        .extracting(Transaction::operations)
        .containsExactly(
            List.of(
                new Append(5, 17),
                Read.of(5, List.of(17L)),
                new Append(5, 18),
                Read.of(6, List.of())),
            List.of(Read.of(5, List.of(17L, 18L))),
            List.of(new Append(6, 19)),
            List.of(Read.of(5, List.of(17L, 18L)), Read.of(6, List.of(19L))));
    assertThat(history()).allMatch(Transaction::committed);
  }

  @ParameterizedTest
  @CsvSource({"40001,FAILED", "08007,UNKNOWN", "58030,UNKNOWN"})
  void shouldKnowAfterAFailedCommitOnlyOfAConflict(String sqlState, Outcome outcome)
      throws Exception {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class, () -> run(failingCommit(new SQLException("no", sqlState)), PLAN));

    assertThat(failure.getSQLState()).isEqualTo(sqlState);
    assertThat(history()).extracting(Transaction::outcome).containsExactly(outcome);
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void shouldKnowThatNothingIsDoneWhenAStepFails() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM " + Tables.LISTS + " WHERE id = 6");
    }

    catchThrowableOfType(WrongResultException.class, () -> run(connection, PLAN));

    assertThat(history()).extracting(Transaction::outcome).containsExactly(Outcome.FAILED);
    run(connection, List.of(Read.of(5)));
    assertThat(history().get(0).operations()).containsExactly(Read.of(5, List.of()));
  }

  @SafeVarargs
  private void run(Connection on, List<ListOperation>... plans) throws SQLException, IOException {
    try (ClientHistory history = parts.of(0);
        ListTransaction transaction = new ListTransaction(on, history)) {
      for (List<ListOperation> plan : plans) {
        transaction.run(plan);
      }
    }
  }

  private List<Transaction> history() throws IOException {
    parts.merge(folder.resolve("all"));
    return History.read(folder.resolve("all")).transactions();
  }

  private Connection failingCommit(SQLException failure) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                throw failure;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
