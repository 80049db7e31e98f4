package dev.bolt.engine;

import dev.bolt.rows.ColumnRows;
import dev.bolt.sql.PlainInsert;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * A table function of the engine whose rows are rows of a batch, so that all of them go in with one
 * statement:
 *
 * <pre>
 *   INSERT INTO t (a, b) VALUES (?, 'x')      for each row, or
 *   INSERT INTO t (a, b) SELECT c0, 'x' FROM __bolt_rows(17)
 * </pre>
 *
 * <p>Unlike the engine's appender it leaves defaults, generated columns, conversions and
 * constraints to the engine's SQL, and unlike a temporary table it leaves nothing behind. Rows are
 * found by a random number, so that no other statement hits on them. One thread of the engine reads
 * them, in order, so that the values of a sequence come in order too.
 *
 * <p>Thread-safe.
 */
final class BulkRows implements DuckDBTableFunction<List<BulkColumn>, int[], Object> {

  /** What the names of its columns begin with. */
  static final String COLUMN = "__bolt_c";

  private static final String NAME = "__bolt_rows";

  private final SecureRandom numbers = new SecureRandom();
  private final ConcurrentHashMap<Long, List<BulkColumn>> offered = new ConcurrentHashMap<>();

  /** Registers the function; transactions that begin from now on can use it. */
  static BulkRows register(DuckDBConnection connection) throws SQLException {
    BulkRows rows = new BulkRows();
    DuckDBFunctions.tableFunction()
        .withName(NAME)
        .withParameter(DuckDBColumnType.BIGINT)
        .withFunction(rows)
        .register(connection);
    return rows;
  }

  /** What runs the statement that inserts rows. */
  interface Insert {
    void run(String sql) throws SQLException;
  }

  /** Has rows inserted as a plain insert would insert each of them. */
  void insert(PlainInsert insert, ColumnRows rows, Insert run) throws SQLException {
    List<BulkColumn> columns =
        IntStream.range(0, rows.chunk().width()).mapToObj(i -> new BulkColumn(rows, i)).toList();
    long number = numbers.nextLong() >>> 1;
    offered.put(number, columns);
    try {
      run.run(
          insert.textOfRows(
              columns.stream().map(BulkColumn::expression).toList(), NAME + "(" + number + ")"));
    } catch (SQLException e) {
      throw withoutNames(e);
    } finally {
      offered.remove(number);
    }
  }

  // The engine says of which column a value came, and where in the statement; neither means
  // anything to who wrote another statement.
  private static SQLException withoutNames(SQLException e) {
    String message = e.getMessage();
    if (message == null || !message.contains(COLUMN) && !message.contains(NAME)) {
      return e;
    }
    String plain =
        message
            .replaceAll(" when casting from source column " + COLUMN + "\\d+", "")
            .replaceAll("(?s)\\s*LINE \\d+:.*", "");
    return new SQLException(plain, e.getSQLState(), e.getErrorCode(), e);
  }

  @Override
  public List<BulkColumn> bind(DuckDBTableFunctionBindInfo info) throws SQLException {
    List<BulkColumn> columns = offered.get(info.getParameter(0).getLong());
    if (columns == null) {
      throw new SQLException(NAME + " is for inserts of Bolt's own");
    }
    for (BulkColumn column : columns) {
      column.declare(info);
    }
    info.setCardinality(columns.get(0).rows().size(), true);
    return columns;
  }

  @Override
  public int[] init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return new int[1];
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out) {
    List<BulkColumn> columns = call.getBindData();
    int[] next = call.getInitData();
    int from = next[0];
    int count = (int) Math.min(out.capacity(), columns.get(0).rows().size() - from);
    for (int i = 0; i < columns.size() && count > 0; i++) {
      columns.get(i).write(from, count, out.vector(i));
    }
    next[0] += count;
    return count;
  }
}
