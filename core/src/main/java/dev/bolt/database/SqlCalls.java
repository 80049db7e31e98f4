package dev.bolt.database;

import dev.bolt.metrics.CallMeter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Calls and transactions by their SQL, which is read here, and timed. Thread-safe. */
final class SqlCalls {
  private final Calls calls;
  private final SqlTexts texts;
  private final CallMeter meter;

  SqlCalls(Calls calls, SqlTexts texts, CallMeter meter) {
    this.calls = calls;
    this.texts = texts;
    this.meter = meter;
  }

  <T> List<T> query(
      String sql, RowMapper<? extends T> mapper, Object[] parameters, Cancellation cancellation)
      throws SQLException {
    long start = System.nanoTime();
    SqlText text = texts.of(sql);
    List<T> rows = calls.run(text, cancellation, runner -> runner.query(text, mapper, parameters));
    meter.queried(start);
    return rows;
  }

  /**
   * The rows of a query as they are read.
   *
   * @param opening who may cancel the call until it has rows
   * @param reading who may cancel the reading of them
   */
  <T> Stream<T> queryStream(
      String sql,
      RowMapper<? extends T> mapper,
      Object[] parameters,
      Cancellation opening,
      Cancellation reading)
      throws SQLException {
    long start = System.nanoTime();
    SqlText text = texts.of(sql);
    Stream<T> stream =
        calls.keep(
            text,
            opening,
            loan -> {
              try {
                ResultSet rows =
                    new StatementRunner(loan.connection(), opening).open(text, parameters);
                Columns columns = text.columns(rows);
                return RowStream.of(rows, columns, mapper, loan.forRows(), reading, meter);
              } catch (Throwable e) {
                loan.close();
                throw e;
              }
            });
    meter.queried(start);
    return stream;
  }

  int execute(String sql, Object[] parameters, Cancellation cancellation) throws SQLException {
    long start = System.nanoTime();
    SqlText text = texts.of(sql);
    int count = calls.run(text, cancellation, runner -> runner.execute(text, parameters));
    meter.updated(start);
    return count;
  }

  int[] batch(String sql, List<Object[]> rows, Cancellation cancellation) throws SQLException {
    long start = System.nanoTime();
    SqlText text = texts.of(sql);
    int[] counts = calls.run(text, cancellation, runner -> runner.batch(text, rows));
    meter.updated(start);
    return counts;
  }

  <T, X extends Exception> T transaction(TransactionWork<T, X> work, Cancellation cancellation)
      throws SQLException, X {
    long start = System.nanoTime();
    T result = calls.transaction(work, cancellation);
    meter.committed(start);
    return result;
  }
}
