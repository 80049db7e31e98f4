package dev.bolt.session;

import static dev.bolt.database.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bolt.ErrorCode;
import dev.bolt.database.Row;
import dev.bolt.database.UncheckedSqlException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionExpiryTest extends SessionTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void shouldExpireWhenNobodyUsesIt() throws SQLException {
    session.execute("CREATE TEMP TABLE mine (x INTEGER)");
    pass(TIMEOUT.minusNanos(1));
    assertThat(sessions.closeExpiredSessions()).isZero();
    pass(Duration.ofNanos(1));
    assertThat(sessions.closeExpiredSessions()).isEqualTo(1);
    assertThat(sessions.closeExpiredSessions()).isZero();
    assertThat(assertFails(ErrorCode.SESSION_EXPIRED, () -> session.query("SELECT * FROM mine")))
        .startsWith("Session 'first' has expired: nobody used it for 5m. Open it again");
    session.close();
    SessionStats stats = sessions.stats();
    assertThat(stats.expired()).isEqualTo(1);
    assertThat(stats.active()).isZero();
    assertThat(stats.database().pool().active()).isZero();
    DatabaseSession again = sessions.open("first");
    assertFails(ErrorCode.UNKNOWN_TABLE, () -> again.query("SELECT * FROM mine"));
  }

  @Test
  void shouldStayWhileItIsUsed() throws SQLException {
    DatabaseSession unused = sessions.open("unused");
    for (int i = 0; i < 3; i++) {
      pass(TIMEOUT.minusSeconds(1));
      assertThat(count(session)).isZero();
      sessions.closeExpiredSessions();
    }
    session.transaction(
        tx -> {
          pass(TIMEOUT.multipliedBy(2));
          assertThat(sessions.closeExpiredSessions()).isZero();
          return insert(tx, 1);
        });
    assertThat(sessions.closeExpiredSessions()).isZero();
    assertThat(unused.isOpen()).isFalse();
  }

  @Test
  void shouldStayWhileAStreamIsRead() throws SQLException {
    session.batch(
        "INSERT INTO notes VALUES (?, 'x')",
        Stream.of(1, 2, 3).map(id -> new Object[] {id}).toList());
    try (Stream<Row> rows = session.queryStream("SELECT * FROM notes")) {
      Iterator<Row> reading = rows.iterator();
      for (int i = 0; i < 2; i++) {
        reading.next();
        pass(TIMEOUT.minusSeconds(1));
        assertThat(sessions.closeExpiredSessions()).isZero();
        assertThat(reading.hasNext()).isTrue();
      }
      assertThat(count(session)).isEqualTo(3);
      pass(TIMEOUT);
      assertThat(sessions.closeExpiredSessions()).isEqualTo(1);
    }
    assertThat(sessions.stats().database().pool().active()).isZero();
  }

  @Test
  void shouldEndTheStreamsOfAnExpiredOne() throws SQLException {
    try (Stream<Row> rows = session.queryStream("SELECT 1 AS x UNION ALL SELECT 2")) {
      pass(TIMEOUT);
      sessions.closeExpiredSessions();
      assertThatThrownBy(rows::toList)
          .isInstanceOf(UncheckedSqlException.class)
          .hasMessageContaining("has expired");
    }
  }

  @Test
  void shouldLetGoANameThatIsDue() throws SQLException {
    pass(TIMEOUT);
    DatabaseSession next = sessions.open("first");
    assertThat(count(next)).isZero();
    assertThat(session.isOpen()).isFalse();
    assertThat(sessions.stats().expired()).isEqualTo(1);
    assertThat(sessions.stats().active()).isEqualTo(1);
  }

  @Test
  void shouldExpireByItself() throws SQLException {
    try (SessionManager shortLived =
        SessionManager.open(file(), config().withSessionTimeout(SHORT))) {
      for (int i = 0; i < 3; i++) {
        DatabaseSession used = shortLived.open("used");
        shortLived.open("unused");
        assertThat(used.<Integer, RuntimeException>transaction(tx -> 1)).isEqualTo(1);
        await().until(() -> shortLived.stats().active() == 0);
        assertFails(ErrorCode.SESSION_EXPIRED, () -> used.query("SELECT 1"));
      }
      assertThat(shortLived.stats().expired()).isEqualTo(6);
      assertThat(shortLived.stats().database().pool().active()).isZero();
    }
  }

  @Test
  void shouldLimitTransactionsByItself() throws SQLException {
    try (SessionManager hasty =
            SessionManager.open(file(), config().withMaxTransactionTime(Duration.ofMillis(100)));
        DatabaseSession limited = hasty.open("limited")) {
      for (int i = 0; i < 3; i++) {
        assertThat(count(limited)).isZero();
        assertFails(
            ErrorCode.TRANSACTION_TIMEOUT,
            () -> limited.transaction(tx -> tx.query(endlessQuery())));
      }
      assertThat(hasty.stats().timeouts()).isEqualTo(3);
    }
  }
}
