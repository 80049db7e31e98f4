package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.EngineKind;
import dev.bolt.protocol.ProtocolException;
import dev.bolt.rows.Chunk;
import dev.bolt.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a host keeps of the operations of its clients, and for how long. */
@Timeout(120)
class CommitLedgerTest {

  private static final ClientId CLIENT = new ClientId(17, 4);

  @TempDir Path folder;
  private DuckDbEngine engine;
  private EngineSession session;
  private long sequence;

  @BeforeEach
  void open() throws SQLException {
    engine = DuckDbEngine.open(folder.resolve("a.duckdb"), Map.of(), false);
    session = engine.openSession(SessionContext.ofThisProcess(), CLIENT, true);
    run("CREATE TABLE t(x INTEGER PRIMARY KEY)");
  }

  @AfterEach
  void close() throws SQLException {
    engine.close();
  }

  @Test
  void shouldKnowWhatIsCommittedAndWhatIsNot() throws SQLException {
    run("INSERT INTO t SELECT range FROM range(5)");
    Outcome committed = session.outcome(sequence);
    assertThat(committed.kind()).isEqualTo(Outcome.Kind.ANSWERED);
    assertThat(committed.reply().updateCount()).isEqualTo(5);

    assertThatThrownBy(() -> run("INSERT INTO t VALUES (1)")).isInstanceOf(SQLException.class);
    assertThat(session.outcome(sequence).kind()).isEqualTo(Outcome.Kind.NOT_COMMITTED);
  }

  @Test
  void shouldRefuseToRunAnOperationTwice() throws SQLException {
    run("INSERT INTO t VALUES (1)");
    sequence--;
    assertThatThrownBy(() -> run("INSERT INTO t VALUES (2)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
    assertThat(count("t")).isEqualTo(1);
  }

  @Test
  void shouldKeepTheCountsOfABatch() throws SQLException {
    session.executeBatch(
        Sql.split("INSERT INTO t VALUES (?)", EngineKind.DUCKDB).get(0),
        IntStream.range(0, 300).mapToObj(i -> new Object[] {i}).toList(),
        ExecuteOptions.AUTO_COMMIT.numbered(++sequence));
    assertThat(session.outcome(sequence).counts()).hasSize(300).containsOnly(1L);
  }

  @Test
  void shouldNeedOneRowForEachClientOnly() throws SQLException {
    for (int i = 0; i < 1_100; i++) {
      run("INSERT INTO t VALUES (?)", i);
    }
    assertThat(count(CommitLedger.TABLE)).isLessThan(200);
    assertThat(session.outcome(sequence).kind()).isEqualTo(Outcome.Kind.ANSWERED);
  }

  @Test
  void shouldForgetWhoSaidGoodbyeAndWhoIsGone() throws SQLException {
    EngineSession leaving =
        engine.openSession(SessionContext.ofThisProcess(), new ClientId(17, 5), true);
    EngineSession killed =
        engine.openSession(SessionContext.ofThisProcess(), new ClientId(18, 1), true);
    execute(leaving, "INSERT INTO t VALUES (?)", 1, -1);
    execute(killed, "INSERT INTO t VALUES (?)", 1, -2);
    leaving.goodbye();
    engine.whoIsGone(process -> process == 18);
    for (int i = 0; i < 1_100; i++) {
      run("INSERT INTO t VALUES (?)", i);
    }
    assertThat(kept()).extracting(LedgerEntry::client).containsOnly(CLIENT);
  }

  @Test
  void shouldCarryOverWhatAnIdleClientMayAskFor() throws SQLException {
    EngineSession idle =
        engine.openSession(SessionContext.ofThisProcess(), new ClientId(17, 6), true);
    execute(idle, "INSERT INTO t VALUES (?)", 7, -1);
    for (int i = 0; i < 2_100; i++) {
      run("INSERT INTO t VALUES (?)", i);
    }
    assertThat(idle.outcome(7).kind()).isEqualTo(Outcome.Kind.ANSWERED);
    engine.close();

    engine = DuckDbEngine.open(folder.resolve("a.duckdb"), Map.of(), false);
    idle = engine.openSession(SessionContext.ofThisProcess(), new ClientId(17, 6), true);
    session = engine.openSession(SessionContext.ofThisProcess(), CLIENT, true);
    assertThat(idle.outcome(7).kind()).isEqualTo(Outcome.Kind.ANSWERED);
    assertThat(idle.outcome(8).kind()).isEqualTo(Outcome.Kind.NOT_COMMITTED);
    assertThat(session.outcome(sequence).reply().updateCount()).isEqualTo(1);
    assertThatThrownBy(() -> execute(idleAgain(), "INSERT INTO t VALUES (?)", 7, -3))
        .isInstanceOf(SQLException.class);
  }

  private EngineSession idleAgain() throws SQLException {
    return engine.openSession(SessionContext.ofThisProcess(), new ClientId(17, 6), true);
  }

  @Test
  void shouldStayOutOfTheWayOfMetadataAndOfOtherPrograms() throws SQLException {
    run("INSERT INTO t VALUES (1)");
    MetadataCall tables =
        new MetadataCall(
            "getTables",
            List.of("String", "String", "String", "String[]"),
            new Object[] {null, null, "%", null});
    try (Cursor.Chunks rows = (Cursor.Chunks) session.metadata(tables)) {
      List<String> schemas = new ArrayList<>();
      for (Chunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
        for (int row = 0; row < chunk.rows(); row++) {
          schemas.add(chunk.column(1).text(row));
        }
      }
      assertThat(schemas).contains("main").doesNotContain("__bolt");
    }
    engine.close();
    try (Connection plain =
            DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("a.duckdb"));
        Statement statement = plain.createStatement();
        ResultSet names = statement.executeQuery("SHOW TABLES")) {
      assertThat(names.next()).isTrue();
      assertThat(names.getString(1)).isEqualTo("t");
      assertThat(names.next()).isFalse();
      statement.execute("CHECKPOINT");
    }
  }

  @Test
  void shouldBeThereAgainWhenSomebodyHasDroppedIt() throws SQLException {
    run("INSERT INTO t VALUES (1)");
    execute(session, "DROP SCHEMA __bolt CASCADE", 0);
    run("INSERT INTO t VALUES (2)");
    assertThat(session.outcome(sequence).kind()).isEqualTo(Outcome.Kind.ANSWERED);
    assertThat(count("t")).isEqualTo(2);
  }

  @Test
  void shouldCommitNothingWithoutItsOutcome() throws SQLException {
    execute(session, "DROP TABLE " + CommitLedger.TABLE, 0);
    execute(
        session,
        "CREATE TABLE " + CommitLedger.TABLE + "(number BIGINT CHECK (number < 0), outcomes BLOB)",
        0);
    // The first one of a connection prepares what the later ones execute again.
    for (int i = 0; i < 3; i++) {
      int key = i;
      assertThatThrownBy(() -> run("INSERT INTO t SELECT ? WHERE true", key))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
      assertThat(session.outcome(sequence).kind()).isEqualTo(Outcome.Kind.NOT_COMMITTED);
      assertThatThrownBy(() -> transfer(key)).isInstanceOf(SQLException.class);
      assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    }
    assertThat(count("t")).isZero();
  }

  private void transfer(int key) throws SQLException {
    execute(session, "BEGIN", 0);
    execute(session, "INSERT INTO t VALUES (?)", 0, key);
    session.commit(++sequence, null);
  }

  @Test
  void shouldSayBeforehandWhatItCannotKeep() throws SQLException {
    execute(session, "ATTACH ':memory:' AS other", 0);
    execute(session, "CREATE TABLE other.t(x INTEGER)", 0);
    assertThatThrownBy(() -> run("INSERT INTO other.t VALUES (1)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08B02"));
    execute(session, "INSERT INTO other.t VALUES (1)", 0);
    execute(session, "DETACH other", 0);
  }

  private void run(String sql, Object... parameters) throws SQLException {
    execute(session, sql, ++sequence, parameters);
  }

  private static void execute(EngineSession session, String sql, long number, Object... parameters)
      throws SQLException {
    Reply reply =
        session.execute(
            Sql.split(sql, EngineKind.DUCKDB).get(0),
            parameters,
            ExecuteOptions.AUTO_COMMIT.numbered(number));
    if (reply.hasRows()) {
      reply.cursor().close();
    }
  }

  private List<LedgerEntry> kept() throws SQLException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (Statement statement =
            session.nativeConnection(DuckDBConnection.class).orElseThrow().createStatement();
        ResultSet rows = statement.executeQuery("SELECT outcomes FROM " + CommitLedger.TABLE)) {
      while (rows.next()) {
        entries.addAll(LedgerEntry.read(rows.getBytes(1)));
      }
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
    return entries;
  }

  private long count(String table) throws SQLException {
    Reply reply =
        session.execute(
            Sql.split("SELECT CAST(count(*) AS VARCHAR) FROM " + table, EngineKind.DUCKDB).get(0),
            new Object[0],
            ExecuteOptions.AUTO_COMMIT);
    try (Cursor.Chunks rows = (Cursor.Chunks) reply.cursor()) {
      return Long.parseLong(rows.next().column(0).text(0));
    }
  }
}
