package dev.bolt.database;

import dev.bolt.ErrorCode;
import dev.bolt.metrics.CallMeter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transaction that is open: what is done with it is committed or rolled back together.
 *
 * <p>It ends when the work that was given it returns or throws; afterwards every call fails with
 * SQLState 08003, and the streams that it has opened are closed. Threads that share it wait for
 * each other.
 */
public final class Transaction implements SqlOperations {
  private interface Call<T> {
    T run() throws SQLException;
  }

  private final Loan loan;
  private final Cancellation cancellation;
  private final StatementRunner runner;
  private final SqlTexts texts;
  private final CallMeter meter;
  private volatile boolean over;

  Transaction(Loan loan, Cancellation cancellation, SqlTexts texts, CallMeter meter) {
    this.loan = loan;
    this.cancellation = cancellation;
    this.runner = new StatementRunner(loan.connection(), cancellation);
    this.texts = texts;
    this.meter = meter;
  }

  /** It is committed or rolled back. */
  void end() {
    over = true;
  }

  private SqlText text(String sql) throws SQLException {
    if (over) {
      throw ErrorCode.CLOSED.exception(
          "The transaction is over: use it only in the work that was given to transaction()");
    }
    SqlText text = texts.of(sql);
    text.requireNoTransactionControl();
    if (text.changesSession()) {
      loan.discard();
    }
    return text;
  }

  private <T> T counted(Call<T> call) throws SQLException {
    try {
      return call.run();
    } catch (SQLException e) {
      meter.failed(e);
      throw e;
    }
  }

  @Override
  public <T> List<T> query(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    long start = System.nanoTime();
    List<T> rows = counted(() -> runner.query(text(sql), mapper, Arguments.of(parameters)));
    meter.queried(start);
    return rows;
  }

  @Override
  public <T> Stream<T> queryStream(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    long start = System.nanoTime();
    Stream<T> stream = counted(() -> open(text(sql), mapper, Arguments.of(parameters)));
    meter.queried(start);
    return stream;
  }

  private <T> Stream<T> open(SqlText text, RowMapper<? extends T> mapper, Object[] parameters)
      throws SQLException {
    ResultSet rows = runner.open(text, parameters);
    return RowStream.of(rows, text.columns(rows), mapper, null, cancellation, meter);
  }

  @Override
  public int execute(String sql, Object... parameters) throws SQLException {
    long start = System.nanoTime();
    int count = counted(() -> runner.execute(text(sql), Arguments.of(parameters)));
    meter.updated(start);
    return count;
  }

  @Override
  public int[] batch(String sql, List<Object[]> rows) throws SQLException {
    long start = System.nanoTime();
    int[] counts = counted(() -> runner.batch(text(sql), rows));
    meter.updated(start);
    return counts;
  }
}
