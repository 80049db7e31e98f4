package dev.bolt.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.config.BoltUrl;
import dev.bolt.jdbc.BoltConnection;
import dev.bolt.jdbc.BoltDataSource;
import dev.bolt.testing.TestTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(60)
class ConnectionPoolTest {
  private static final Duration SHORT = PoolSettings.SHORTEST_TIMEOUT;

  @Parameter EngineKind engine;
  @TempDir Path folder;
  private ConnectionPool pool;

  @BeforeEach
  void open() throws SQLException {
    pool = pool(2, SHORT, true);
    try (Lease lease = pool.borrow()) {
      TestTable.update(lease.connection(), "CREATE TABLE t (id INTEGER)");
    }
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private ConnectionPool pool(int size, Duration timeout, boolean reuse) throws SQLException {
    String url = BoltUrl.of(folder.resolve("a.db"), engine);
    return new ConnectionPool(
        new BoltDataSource(url), new PoolSettings("a.db", size, timeout, reuse));
  }

  @Test
  void shouldUseConnectionsAgain() throws SQLException {
    BoltConnection first;
    try (Lease lease = pool.borrow()) {
      first = lease.connection().unwrap(BoltConnection.class);
      assertThat(pool.stats()).returns(1, PoolStats::active).returns(2, PoolStats::maximum);
    }
    try (Lease lease = pool.borrow()) {
      assertThat(lease.connection().unwrap(BoltConnection.class)).isSameAs(first);
    }
    assertThat(pool.stats().active()).isZero();
  }

  @Test
  void shouldCloseEachConnectionWithoutReuse() throws SQLException {
    try (ConnectionPool once = pool(2, Duration.ofSeconds(30), false)) {
      BoltConnection first;
      try (Lease lease = once.borrow()) {
        first = lease.connection().unwrap(BoltConnection.class);
      }
      await().until(first::isClosed);
      try (Lease lease = once.borrow()) {
        assertThat(lease.connection().unwrap(BoltConnection.class)).isNotSameAs(first);
      }
      await().until(() -> once.stats().total() == 0);
    }
  }

  @Test
  void shouldGiveBackConnectionsAsNew() throws SQLException {
    try (Lease lease = pool.borrow()) {
      Connection connection = lease.connection();
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setReadOnly(false);
      TestTable.update(connection, "INSERT INTO t VALUES (1)");
    }
    assertThatIsNew();
    try (Lease lease = pool.borrow()) {
      // Of this transaction neither JDBC nor HikariCP knows.
      TestTable.update(lease.connection(), "BEGIN");
      TestTable.update(lease.connection(), "INSERT INTO t VALUES (1)");
    }
    assertThatIsNew();
    try (Lease lease = pool.borrow()) {
      lease.connection().setAutoCommit(false);
      TestTable.update(lease.connection(), "INSERT INTO t VALUES (1)");
      assertThatThrownBy(() -> TestTable.update(lease.connection(), "nonsense"))
          .isInstanceOf(SQLException.class);
    }
    assertThatIsNew();
  }

  private void assertThatIsNew() throws SQLException {
    assertThat(pool.stats().active()).isZero();
    try (Lease lease = pool.borrow()) {
      assertThat(lease.connection().getAutoCommit()).isTrue();
      assertThat(lease.connection().isReadOnly()).isFalse();
      assertThat(TestTable.count(lease.connection(), "1 = 1")).isZero();
    }
  }

  @Test
  void shouldCloseStatementsThatWereForgotten() throws SQLException {
    Statement forgotten;
    try (Lease lease = pool.borrow()) {
      forgotten = lease.connection().createStatement();
      forgotten.executeQuery("SELECT 1");
    }
    assertThat(forgotten.isClosed()).isTrue();
  }

  @Test
  void shouldCloseWhatIsDiscarded() throws SQLException {
    BoltConnection first;
    try (Lease lease = pool.borrow()) {
      first = lease.connection().unwrap(BoltConnection.class);
      lease.discard();
    }
    await().until(first::isClosed);
    try (Lease lease = pool.borrow()) {
      assertThat(lease.connection().isValid(1)).isTrue();
    }
  }

  @Test
  void shouldKeepConnectionsAfterErrors() throws SQLException {
    BoltConnection first;
    try (Lease lease = pool.borrow()) {
      first = lease.connection().unwrap(BoltConnection.class);
      // HikariCP by itself would close a connection for this SQLState.
      assertThatThrownBy(() -> lease.connection().prepareCall("x"))
          .isInstanceOf(SQLException.class);
      assertThat(TestTable.count(lease.connection(), "1 = 1")).isZero();
    }
    assertThat(first.isClosed()).isFalse();
  }

  @Test
  void shouldGiveBackOnlyOnce() throws SQLException {
    Lease lease = pool.borrow();
    lease.close();
    lease.close();
    try (Lease next = pool.borrow()) {
      lease.close();
      assertThat(pool.stats().active()).isEqualTo(1);
      assertThat(next.connection().isClosed()).isFalse();
    }
  }

  @Test
  void shouldTakeBackWhoseConnectionIsClosed() throws SQLException {
    for (int i = 0; i < 10; i++) {
      Lease lease = pool.borrow();
      lease.connection().close();
      assertThat(pool.stats().longest()).isEmpty();
      if (i % 2 == 0) {
        lease.close();
      }
    }
    assertThat(pool.stats())
        .returns(0, PoolStats::active)
        .returns(true, stats -> stats.longest().isEmpty());
  }

  @Test
  void shouldSayWhoHasTheConnections() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor(task -> new Thread(task, "greedy"));
    try (Lease first = other.submit(pool::borrow).get();
        Lease second = pool.borrow()) {
      SQLException failure = catchThrowableOfType(SQLException.class, pool::borrow);
      assertThat(ErrorCode.of(failure)).contains(ErrorCode.POOL_EXHAUSTED);
      assertThat((Throwable) failure)
          .hasMessageContaining("No connection of a.db was free within 0.25 s")
          .hasMessageContaining("total=2, active=2, idle=0, waiting=0")
          .hasMessageContaining("Thread greedy has had one for the longest time, ")
          .hasMessageContaining("maxConnections (2)");
      PoolStats.Holder longest = pool.stats().longest().orElseThrow();
      assertThat(longest.thread()).isEqualTo("greedy");
      assertThat(longest.held()).isGreaterThanOrEqualTo(SHORT);
      assertThat(first).isNotSameAs(second);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void shouldCountWhoWaits() throws Exception {
    ExecutorService others = Executors.newFixedThreadPool(2);
    try (ConnectionPool narrow = pool(1, Duration.ofSeconds(30), true)) {
      Lease lease = narrow.borrow();
      Future<Lease> first = others.submit(narrow::borrow);
      Future<Lease> second = others.submit(narrow::borrow);
      await().until(() -> narrow.stats().waiting() == 2);
      assertThat(narrow.stats().stalled()).isPositive();
      lease.close();
      await().until(() -> first.isDone() || second.isDone());
      (first.isDone() ? first : second).get().close();
      first.get().close();
      second.get().close();
      assertThat(narrow.stats().stalled()).isZero();
    } finally {
      others.shutdownNow();
    }
  }

  @Test
  void shouldEndTheWaitOfAnInterruptedThread() throws Exception {
    try (ConnectionPool narrow = pool(1, Duration.ofSeconds(30), true);
        Lease lease = narrow.borrow()) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread waiting =
          new Thread(
              () -> {
                failure.set(catchThrowableOfType(SQLException.class, narrow::borrow));
                flag.set(Thread.currentThread().isInterrupted());
              });
      waiting.start();
      await().until(() -> narrow.stats().waiting() == 1);
      waiting.interrupt();
      waiting.join();
      assertThat(ErrorCode.INTERRUPTED.is((SQLException) failure.get())).isTrue();
      assertThat(flag).hasValue(true);
      assertThat(lease.connection().isValid(1)).isTrue();
      assertThat(narrow.stats().active()).isEqualTo(1);
    }
  }

  @Test
  void shouldSayThatItIsClosed() {
    pool.close();
    pool.close();
    assertThat(pool.isClosed()).isTrue();
    assertThatThrownBy(pool::borrow).hasMessage("The pool of a.db is closed");
  }

  @Test
  void shouldCloseAllWhateverInterruptsIt() throws SQLException {
    BoltConnection connection;
    try (Lease lease = pool.borrow()) {
      connection = lease.connection().unwrap(BoltConnection.class);
    }
    Thread.currentThread().interrupt();
    pool.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void shouldCancelWhatRunsWhenClosed() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    Lease lease = pool.borrow();
    Future<Integer> running =
        other.submit(() -> TestTable.update(lease.connection(), endlessInsert()));
    assertThat(pool.awaitIdle(Duration.ofMillis(50))).isFalse();
    pool.close();
    assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    lease.close();
    other.shutdownNow();
  }

  private String endlessInsert() {
    return engine == EngineKind.DUCKDB
        ? "INSERT INTO t SELECT count(*) FROM range(100000000000) a WHERE hash(a.range) % 7 = 8"
        : "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
            + " i < 10000000000) SELECT count(*) FROM n";
  }

  @Test
  void shouldFailAsItsSourceDoes() {
    BoltDataSource source = new BoltDataSource(BoltUrl.of(folder.resolve("none/a.db"), engine));
    assertThatThrownBy(() -> new ConnectionPool(source, PoolSettings.defaults("a.db")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    assertThatThrownBy(() -> new PoolSettings("a", 0, SHORT, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PoolSettings("a", 1, SHORT.minusMillis(1), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PoolSettings.defaults("a"))
        .isEqualTo(new PoolSettings("a", 8, Duration.ofSeconds(30), true));
  }
}
