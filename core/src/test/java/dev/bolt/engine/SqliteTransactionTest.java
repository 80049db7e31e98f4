package dev.bolt.engine;

import static dev.bolt.engine.SqliteFile.column;
import static dev.bolt.engine.SqliteFile.columnInTransaction;
import static dev.bolt.engine.SqliteFile.run;
import static dev.bolt.engine.SqliteFile.runInTransaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteTransactionTest {

  @TempDir Path folder;
  private SqliteFile file;
  private EngineSession session;
  private EngineSession other;

  @BeforeEach
  void open() throws Exception {
    file = SqliteFile.open(folder.resolve("a.db"));
    session = file.session();
    other = file.session();
    run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    file.close();
  }

  @Test
  void shouldShowNothingToOthersBeforeTheCommit() throws SQLException {
    runInTransaction(session, "INSERT INTO t VALUES (1, 'a')");
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    assertThat(column(other, "SELECT id FROM t")).isEmpty();

    session.commit();

    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    assertThat(column(other, "SELECT id FROM t")).containsExactly(1);
  }

  @Test
  void shouldForgetWhatIsRolledBack() throws SQLException {
    runInTransaction(session, "INSERT INTO t VALUES (1, 'a')");
    session.rollback();
    assertThat(column(session, "SELECT id FROM t")).isEmpty();
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void shouldTakeTheWriteLockWithItsFirstWrite() throws Exception {
    try (SqliteFile impatient =
            SqliteFile.open(folder.resolve("a.db"), java.util.Map.of(), java.time.Duration.ZERO);
        EngineSession waiting = impatient.session()) {
      columnInTransaction(session, "SELECT * FROM t");
      assertThat(session.transaction()).isEqualTo(TransactionState.READING);
      run(waiting, "INSERT INTO t VALUES (7, 'g')");
      session.commit();
      columnInTransaction(session, "SELECT * FROM t");
      runInTransaction(session, "DELETE FROM t");
      assertState(
          ErrorCode.LOCK_TIMEOUT, () -> runInTransaction(waiting, "INSERT INTO t VALUES (1, 'a')"));
      session.commit();
      runInTransaction(waiting, "INSERT INTO t VALUES (1, 'a')");
    }
  }

  @Test
  void shouldFollowTransactionsThatComeAsSql() throws SQLException {
    run(session, "BEGIN");
    assertThat(session.transaction()).isEqualTo(TransactionState.READING);
    run(session, "INSERT INTO t VALUES (1, 'a')");
    assertState(ErrorCode.TRANSACTION_STATE, () -> run(session, "BEGIN IMMEDIATE"));
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    run(session, "END TRANSACTION");
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    run(session, "BEGIN EXCLUSIVE");
    run(session, "DELETE FROM t");
    run(session, "ROLLBACK");
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1);
  }

  @Test
  void shouldRefuseABeginThatIsNoSqlite() throws SQLException {
    assertThatThrownBy(() -> run(session, "BEGIN READ ONLY")).isInstanceOf(SQLException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void shouldStayUsableWhenAConstraintFails() throws SQLException {
    runInTransaction(session, "INSERT INTO t VALUES (1, 'a')");
    assertState("23505", () -> runInTransaction(session, "INSERT INTO t VALUES (1, 'b')"));
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    runInTransaction(session, "INSERT INTO t VALUES (2, 'b')");
    session.commit();
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1, 2);
  }

  @Test
  void shouldBeAbortedWhenAnErrorHasRolledItBack() throws SQLException {
    runInTransaction(session, "INSERT INTO t VALUES (1, 'a')");
    assertState(
        "23505", () -> runInTransaction(session, "INSERT OR ROLLBACK INTO t VALUES (1, 'b')"));

    assertThat(session.transaction()).isEqualTo(TransactionState.ABORTED);
    assertState(
        ErrorCode.TRANSACTION_ABORTED,
        () -> runInTransaction(session, "INSERT INTO t VALUES (2, 'b')"));
    assertState(ErrorCode.TRANSACTION_ABORTED, session::commit);
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    assertThat(column(session, "SELECT id FROM t")).isEmpty();
    runInTransaction(session, "INSERT INTO t VALUES (3, 'c')");
    session.commit();
    assertThat(column(session, "SELECT id FROM t")).containsExactly(3);
  }

  @Test
  void shouldBeAbortedWhenATriggerRollsItBack() throws SQLException {
    run(session, "CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ROLLBACK, 'never'); END");
    runInTransaction(session, "INSERT INTO t VALUES (1, 'a')");
    assertThatThrownBy(() -> runInTransaction(session, "DELETE FROM t"))
        .hasMessageContaining("never");
    assertThat(session.transaction()).isEqualTo(TransactionState.ABORTED);
    session.rollback();
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void shouldHoldNoLockWhenItsFirstStatementFails() throws SQLException {
    assertThatThrownBy(() -> runInTransaction(session, "INSERT INTO nowhere VALUES (1)"))
        .isInstanceOf(SQLException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    run(other, "INSERT INTO t VALUES (1, 'a')");
    assertState("23505", () -> runInTransaction(session, "INSERT INTO t VALUES (1, 'a')"));
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    run(other, "INSERT INTO t VALUES (2, 'a')");
  }

  @Test
  void shouldBeOverWhenTheCommitFails() throws SQLException {
    run(session, "PRAGMA foreign_keys = ON");
    run(session, "CREATE TABLE c (t INTEGER REFERENCES t(id) DEFERRABLE INITIALLY DEFERRED)");
    runInTransaction(session, "INSERT INTO c VALUES (99)");
    assertThatThrownBy(session::commit).isInstanceOf(SQLException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    assertThat(column(session, "SELECT * FROM c")).isEmpty();
    run(other, "INSERT INTO t VALUES (1, 'a')");
    runInTransaction(session, "INSERT INTO c VALUES (1)");
    session.commit();
    assertThat(column(session, "SELECT * FROM c")).containsExactly(1);
  }

  @Test
  void shouldCommitWithTheReleaseOfTheSavepointThatBeganIt() throws SQLException {
    run(session, "SAVEPOINT \"Outer\"");
    assertThat(session.transaction()).isEqualTo(TransactionState.READING);
    run(session, "INSERT INTO t VALUES (1, 'a')");
    run(session, "SAVEPOINT inner");
    run(session, "INSERT INTO t VALUES (2, 'b')");
    run(session, "ROLLBACK TO inner");
    run(session, "RELEASE inner");
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    run(session, "RELEASE SAVEPOINT outer");
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    assertThat(column(other, "SELECT id FROM t")).containsExactly(1);
  }

  @Test
  void shouldStayOpenAfterAReleaseWithAutoCommitOff() throws SQLException {
    runInTransaction(session, "SAVEPOINT a");
    runInTransaction(session, "INSERT INTO t VALUES (1, 'a')");
    runInTransaction(session, "RELEASE a");
    assertThat(session.transaction()).isEqualTo(TransactionState.WRITING);
    session.rollback();
    assertThat(column(session, "SELECT id FROM t")).isEmpty();
  }

  @Test
  void shouldRefuseAReleaseOfNothing() throws SQLException {
    assertThatThrownBy(() -> run(session, "RELEASE nothing")).isInstanceOf(SQLException.class);
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    run(session, "BEGIN");
    run(session, "INSERT INTO t VALUES (1, 'a')");
    assertThatThrownBy(() -> run(session, "ROLLBACK TO nothing")).isInstanceOf(SQLException.class);
    run(session, "COMMIT");
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1);
  }

  @Test
  void shouldRefuseWritesWhenReadOnly() throws SQLException {
    ExecuteOptions reading =
        new ExecuteOptions(false, true, false, 0, null, ExecuteOptions.GeneratedKeys.NONE);
    run(session, reading, "SELECT * FROM t");
    run(other, "INSERT INTO t VALUES (1, 'a')");
    assertState(ErrorCode.READ_ONLY, () -> run(session, reading, "INSERT INTO t VALUES (2, 'b')"));
    assertState(ErrorCode.READ_ONLY, () -> run(session, reading, "CREATE TABLE u (i)"));
    session.commit();
    assertState(
        ErrorCode.READ_ONLY,
        () -> run(session, SqliteFile.READ_ONLY, "INSERT INTO t VALUES (2, 'b')"));
    run(session, "INSERT INTO t VALUES (2, 'b')");
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1, 2);
  }

  @Test
  void shouldSeeOneSnapshotInAReadOnlyTransaction() throws SQLException {
    ExecuteOptions reading =
        new ExecuteOptions(false, true, false, 0, null, ExecuteOptions.GeneratedKeys.NONE);
    run(session, reading, "SELECT * FROM t");
    run(other, "INSERT INTO t VALUES (1, 'a')");
    Reply reply = session.execute(SqliteFile.statement("SELECT * FROM t"), new Object[0], reading);
    assertThat(column(reply.cursor())).isEmpty();
    session.commit();
    assertThat(column(session, "SELECT id FROM t")).containsExactly(1);
  }

  @Test
  void shouldRunOutsideOfATransactionWhatDoesNotWorkInOne() throws SQLException {
    runInTransaction(session, "PRAGMA foreign_keys = ON");
    runInTransaction(session, "VACUUM");
    assertThat(session.transaction()).isEqualTo(TransactionState.NONE);
    assertThat(column(session, "PRAGMA foreign_keys")).containsExactly(1);
    runInTransaction(session, "PRAGMA user_version = 7");
    session.rollback();
    assertThat(column(session, "PRAGMA user_version")).containsExactly(0);
  }

  private static void assertState(ErrorCode code, ThrowingCallable call) {
    assertState(code.sqlState(), call);
  }

  private static void assertState(String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }
}
