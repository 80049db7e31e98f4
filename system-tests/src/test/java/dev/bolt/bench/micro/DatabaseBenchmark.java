package dev.bolt.bench.micro;

import dev.bolt.EngineKind;
import dev.bolt.cli.workload.Tables;
import dev.bolt.config.BoltUrl;
import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.database.SqlOperations;
import dev.bolt.jdbc.BoltDataSource;
import dev.bolt.pool.ConnectionPool;
import dev.bolt.pool.Lease;
import dev.bolt.pool.PoolSettings;
import dev.bolt.session.DatabaseSession;
import dev.bolt.session.SessionConfig;
import dev.bolt.session.SessionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A select of one of 100,000 rows by its key: through ConcurrentDatabase, in a session, and by
 * JDBC.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class DatabaseBenchmark {

  /** A row. */
  public record Counter(long value, String label) {}

  private static final String SELECT =
      "SELECT counter, label FROM " + Tables.ROWS + " WHERE id = ?";

  /** The engine. */
  @Param EngineKind engine;

  private ScratchFolder folder;
  private ConcurrentDatabase database;
  private SessionManager sessions;
  private DatabaseSession session;
  private ConnectionPool pool;
  private int id;

  /** Opens a pool, a database and a session on one new file. */
  @Setup
  public void open() throws IOException, SQLException {
    folder = new ScratchFolder();
    Path file = folder.file("a.db");
    pool =
        new ConnectionPool(
            new BoltDataSource(BoltUrl.of(file, engine)), PoolSettings.defaults("a.db"));
    try (Lease lease = pool.borrow()) {
      Tables.create(lease.connection());
    }
    DatabaseConfig config = DatabaseConfig.defaults().withEngine(engine);
    database = ConcurrentDatabase.open(file, config);
    sessions = SessionManager.open(file, SessionConfig.defaults().withDatabase(config));
    session = sessions.open("benchmark");
  }

  /** Closes them. */
  @TearDown
  public void close() throws IOException {
    session.close();
    sessions.close();
    database.close();
    pool.close();
    folder.close();
  }

  /** By the programming interface, into objects. */
  @Benchmark
  public List<Counter> database() throws SQLException {
    return counters(database);
  }

  /** The same in a session. */
  @Benchmark
  public List<Counter> session() throws SQLException {
    return counters(session);
  }

  private List<Counter> counters(SqlOperations from) throws SQLException {
    return from.query(
        SELECT, row -> new Counter(row.getLong("counter"), row.getString("label")), nextId());
  }

  /** The same by hand. */
  @Benchmark
  public List<Counter> jdbc() throws SQLException {
    List<Counter> counters = new ArrayList<>();
    try (Lease lease = pool.borrow();
        PreparedStatement statement = lease.connection().prepareStatement(SELECT)) {
      statement.setObject(1, nextId());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          counters.add(new Counter(rows.getLong("counter"), rows.getString("label")));
        }
      }
    }
    return counters;
  }

  private int nextId() {
    id = (id + 7919) % Tables.ROW_COUNT;
    return id;
  }
}
