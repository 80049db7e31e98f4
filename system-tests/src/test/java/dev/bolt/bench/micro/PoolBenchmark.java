package dev.bolt.bench.micro;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import dev.bolt.jdbc.BoltDataSource;
import dev.bolt.pool.ConnectionPool;
import dev.bolt.pool.Lease;
import dev.bolt.pool.PoolSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** To take a connection and give it back: from the pool, and from HikariCP alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class PoolBenchmark {
  private ScratchFolder folder;
  private ConnectionPool pool;
  private HikariDataSource hikari;

  /** Opens both on one file. */
  @Setup
  public void open() throws IOException, SQLException {
    folder = new ScratchFolder();
    BoltDataSource source =
        new BoltDataSource(BoltUrl.of(folder.file("a.sqlite"), EngineKind.SQLITE));
    pool = new ConnectionPool(source, PoolSettings.defaults("a.sqlite"));
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(8);
    hikari = new HikariDataSource(config);
  }

  /** Closes both. */
  @TearDown
  public void close() throws IOException {
    hikari.close();
    pool.close();
    folder.close();
  }

  /** The pool. */
  @Benchmark
  public Connection pool() throws SQLException {
    try (Lease lease = pool.borrow()) {
      return lease.connection();
    }
  }

  /** HikariCP by itself. */
  @Benchmark
  public Connection hikariAlone() throws SQLException {
    try (Connection connection = hikari.getConnection()) {
      return connection;
    }
  }
}
