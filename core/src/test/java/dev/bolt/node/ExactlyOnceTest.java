package dev.bolt.node;

import static dev.bolt.testing.TestTable.count;
import static dev.bolt.testing.TestTable.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.engine.DyingHost;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host is killed at named places of a write; the write is there once, and is answered. */
@Timeout(120)
class ExactlyOnceTest {

  @TempDir Path folder;
  private String url;
  private ChildJvm host;
  private Connection mine;

  @BeforeEach
  void joinAHost() throws Exception {
    url = "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb");
    host = DyingHost.start(url);
    host.ask("CREATE TABLE t(id INTEGER, note VARCHAR)");
    mine = DriverManager.getConnection(url);
  }

  @AfterEach
  void end() throws Exception {
    mine.close();
    host.close();
  }

  private void dieAt(String place) {
    assertThat(host.ask("die " + place + " 0")).isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_EXECUTE", "BEFORE_COMMIT", "COMMITTED"})
  void shouldWriteAStatementOnce(String place) throws Exception {
    dieAt(place);
    assertThat(update(mine, "INSERT INTO t SELECT 7, 'x' FROM range(3)")).isEqualTo(3);
    assertThat(count(mine, "id = 7")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_EXECUTE", "BEFORE_COMMIT", "COMMITTED"})
  void shouldWriteAStatementInAGroupOnce(String place) throws Exception {
    try (PreparedStatement insert = mine.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
      for (int i = 0; i < 10; i++) {
        insert.setInt(1, i);
        insert.executeUpdate();
      }
      dieAt(place);
      for (int i = 10; i < 20; i++) {
        insert.setInt(1, i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    assertThat(count(mine, "true")).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldReturnWhatWasWritten(String place) throws Exception {
    dieAt(place);
    try (Statement statement = mine.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "INSERT INTO t SELECT range, 'n' || range FROM range(3) RETURNING id, note")) {
      for (int i = 0; i < 3; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("note")).isEqualTo("n" + rows.getInt("id"));
      }
      assertThat(rows.next()).isFalse();
    }
    assertThat(count(mine, "true")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = "BEFORE_COMMIT")
  void shouldRunAgainWhatReturnsManyRows(String place) throws Exception {
    dieAt(place);
    assertThat(readMany()).isEqualTo(100_000);
    assertThat(count(mine, "true")).isEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = "COMMITTED")
  void shouldSayThatARemarkablyLongAnswerIsLost(String place) throws Exception {
    dieAt(place);
    assertThatThrownBy(this::readMany)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08B01"));
    assertThat(count(mine, "true")).isEqualTo(100_000);
  }

  private int readMany() throws SQLException {
    int rows = 0;
    try (Statement statement = mine.createStatement();
        ResultSet all =
            statement.executeQuery(
                "INSERT INTO t SELECT range, repeat('x', 10) FROM range(100000) RETURNING *")) {
      while (all.next()) {
        rows++;
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldWriteABatchOnce(String place) throws Exception {
    dieAt(place);
    try (PreparedStatement insert = mine.prepareStatement("INSERT INTO t VALUES (?, 'b')")) {
      for (int i = 0; i < 500; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      assertThat(LongStream.of(insert.executeLargeBatch())).hasSize(500).containsOnly(1L);
    }
    assertThat(count(mine, "note = 'b'")).isEqualTo(500);
  }

  @Test
  void shouldWriteALargeBatchOnceWhoseHostDiesInTheMiddle() throws Exception {
    assertThat(host.ask("die BEFORE_EXECUTE 2")).isEqualTo("done");
    try (PreparedStatement insert = mine.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 0; i < 30_000; i++) {
        insert.setInt(1, i);
        insert.setString(2, "b");
        insert.addBatch();
      }
      assertThat(LongStream.of(insert.executeLargeBatch())).hasSize(30_000).containsOnly(1L);
    }
    assertThat(count(mine, "note = 'b'")).isEqualTo(30_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_EXECUTE", "BEFORE_COMMIT"})
  void shouldSayThatATransactionIsNotCommitted(String place) throws Exception {
    mine.setAutoCommit(false);
    update(mine, "INSERT INTO t VALUES (1, 'tx')");
    dieAt(place);
    assertThatThrownBy(mine::commit)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
    assertThat(count(mine, "true")).isZero();
    update(mine, "INSERT INTO t VALUES (2, 'tx')");
    mine.commit();
    assertThat(count(mine, "id = 2")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = "COMMITTED")
  void shouldKnowThatATransactionIsCommitted(String place) throws Exception {
    mine.setAutoCommit(false);
    update(mine, "INSERT INTO t VALUES (1, 'tx')");
    dieAt(place);
    mine.commit();
    assertThat(count(mine, "id = 1")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldCreateATableOnce(String place) throws Exception {
    dieAt(place);
    update(mine, "CREATE TABLE made(x INTEGER)");
    assertThat(update(mine, "INSERT INTO made VALUES (1)")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldGoOnWithCommitGivenAsSql(String place) throws Exception {
    update(mine, "BEGIN");
    update(mine, "INSERT INTO t VALUES (1, 'sql')");
    dieAt(place);
    try {
      update(mine, "COMMIT");
      assertThat(place).isEqualTo("COMMITTED");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("40001");
      assertThat(place).isNotEqualTo("COMMITTED");
    }
    assertThat(count(mine, "true")).isEqualTo(place.equals("COMMITTED") ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE_COMMIT", "COMMITTED"})
  void shouldTakeAValueOfASequenceOnce(String place) throws Exception {
    update(mine, "CREATE SEQUENCE s");
    dieAt(place);
    try (Statement statement = mine.createStatement();
        ResultSet row = statement.executeQuery("SELECT nextval('s')")) {
      row.next();
      assertThat(row.getLong(1)).isEqualTo(1);
    }
  }
}
