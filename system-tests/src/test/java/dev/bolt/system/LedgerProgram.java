package dev.bolt.system;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A program as anybody might write it, which knows nothing of Bolt but a URL: a pool, a migration,
 * threads that use {@code java.sql} and jOOQ. Thread-safe.
 */
final class LedgerProgram implements AutoCloseable {

  static final int WORKERS = 8;
  static final int ENTRIES = 50;

  private static final int POOL_SIZE = 4;
  private static final String CONFLICT = "40001";

  private final HikariDataSource pool;
  private final SQLDialect dialect;

  LedgerProgram(String url, SQLDialect dialect) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(POOL_SIZE);
    this.pool = new HikariDataSource(config);
    this.dialect = dialect;
  }

  /** The steps of the migration that were done. */
  int migrate() {
    MigrateResult result = flyway().migrate();
    return result.migrationsExecuted;
  }

  /** Compares what was migrated with the steps there are. */
  void validate() {
    flyway().validate();
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(pool)
        .locations("classpath:dev/bolt/system/migrations")
        .load();
  }

  /** Lets more threads than there are connections read, write and transfer. */
  void work() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Callable<Void>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        workers.add(() -> work(worker));
      }
      for (Future<Void> worker : threads.invokeAll(workers)) {
        worker.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void work(int worker) throws SQLException {
    DSLContext jooq = DSL.using(pool, dialect);
    for (int number = 0; number < ENTRIES; number++) {
      if (number % 2 == 0) {
        insert(worker, number);
      } else {
        jooq.execute("INSERT INTO entries VALUES (?, ?, ?)", worker, number, "by jOOQ");
      }
      if (number % 10 == 0) {
        transfer(worker % 4, (worker + 1) % 4);
      }
      Record row = jooq.fetchOne("SELECT accounts, total FROM overview");
      if (row.get("accounts", int.class) != 4 || row.get("total", int.class) != 4000) {
        throw new IllegalStateException("money was made or lost: " + row);
      }
    }
    return null;
  }

  private void insert(int worker, int number) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO entries VALUES (?, ?, ?)")) {
      insert.setInt(1, worker);
      insert.setInt(2, number);
      insert.setString(3, null);
      if (insert.executeUpdate() != 1) {
        throw new IllegalStateException("one row was not inserted");
      }
    }
  }

  private void transfer(int from, int to) throws SQLException {
    while (true) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        try {
          change(connection, from, -1);
          change(connection, to, 1);
          connection.commit();
          return;
        } catch (SQLException e) {
          connection.rollback();
          if (!CONFLICT.equals(e.getSQLState())) {
            throw e;
          }
        }
      }
    }
  }

  private static void change(Connection connection, int account, int by) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE accounts SET balance = balance + ? WHERE id = ?")) {
      update.setInt(1, by);
      update.setInt(2, account);
      update.executeUpdate();
    }
  }

  /** Inserts rows of which the last one is there already, in one transaction of jOOQ. */
  void insertTwice() {
    DSL.using(pool, dialect)
        .transaction(
            transaction -> {
              DSLContext jooq = transaction.dsl();
              jooq.execute("INSERT INTO entries VALUES (?, ?, ?)", WORKERS, 0, "rolled back");
              jooq.execute("INSERT INTO entries VALUES (?, ?, ?)", 0, 0, "there already");
            });
  }

  /** The entries by worker. */
  List<Integer> entries() {
    return DSL.using(pool, dialect)
        .resultQuery("SELECT count(*) AS c FROM entries GROUP BY worker ORDER BY worker")
        .fetch(0, int.class);
  }

  @Override
  public void close() {
    pool.close();
  }
}
