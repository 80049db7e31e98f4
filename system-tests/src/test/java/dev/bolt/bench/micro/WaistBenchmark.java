package dev.bolt.bench.micro;

import dev.bolt.EngineKind;
import dev.bolt.cli.workload.Tables;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A select of one of 100,000 rows by its key: through the waist, and through the plain driver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class WaistBenchmark {

  private static final String SELECT =
      "SELECT counter, label FROM " + Tables.ROWS + " WHERE id = ?";

  private final SqlStatement select = Sql.split(SELECT, EngineKind.DUCKDB).get(0);
  private LiveHost host;
  private EngineSession nativeSession;
  private EngineSession remoteSession;
  private Connection plainConnection;
  private PreparedStatement plainSelect;
  private int id;

  /** Starts everything on a new file. */
  @Setup
  public void open() throws IOException, SQLException {
    host = new LiveHost();
    nativeSession = host.nativeSession();
    remoteSession = host.remoteSession();
    plainConnection = nativeSession.nativeConnection(Connection.class).orElseThrow();
    Tables.create(plainConnection);
    plainSelect = plainConnection.prepareStatement(SELECT);
  }

  /** Ends everything. */
  @TearDown
  public void close() throws IOException, SQLException {
    plainSelect.close();
    remoteSession.close();
    nativeSession.close();
    host.close();
  }

  /** The engine's own driver. */
  @Benchmark
  public String plainDriver() throws SQLException {
    plainSelect.setInt(1, nextId());
    try (ResultSet row = plainSelect.executeQuery()) {
      row.next();
      return row.getString(2);
    }
  }

  /** A session in the process that has the engine. */
  @Benchmark
  public String nativeSession() throws SQLException {
    return labelThrough(nativeSession);
  }

  /** A session over the socket. */
  @Benchmark
  public String remoteSession() throws SQLException {
    return labelThrough(remoteSession);
  }

  private String labelThrough(EngineSession session) throws SQLException {
    Object[] parameters = {nextId()};
    try (Cursor.Chunks rows =
        (Cursor.Chunks) session.execute(select, parameters, ExecuteOptions.AUTO_COMMIT).cursor()) {
      return rows.next().column(1).text(0);
    }
  }

  private int nextId() {
    id = (id + 7919) % Tables.ROW_COUNT;
    return id;
  }
}
