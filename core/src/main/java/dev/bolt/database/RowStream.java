package dev.bolt.database;

import dev.bolt.metrics.CallMeter;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads rows one by one as a stream asks for them. Confined to one thread at a time.
 *
 * @param <T> what the rows are made into
 */
final class RowStream<T> extends Spliterators.AbstractSpliterator<T> {
  private final OpenRows open;
  private final Columns columns;
  private final RowMapper<? extends T> mapper;
  private final Cancellation cancellation;
  private final CallMeter meter;
  private final Statement statement;
  private final Cleaner.Cleanable cleanable;
  private boolean ended;

  private RowStream(
      OpenRows open,
      Columns columns,
      RowMapper<? extends T> mapper,
      Cancellation cancellation,
      CallMeter meter)
      throws SQLException {
    super(Long.MAX_VALUE, Spliterator.ORDERED);
    this.open = open;
    this.columns = columns;
    this.mapper = mapper;
    this.cancellation = cancellation;
    this.meter = meter;
    this.statement = open.rows().getStatement();
    this.cleanable = open.closeWith(this);
  }

  /**
   * A stream of rows, which are closed with it, at their end, or when nobody has it any more.
   *
   * @param loan given back with the rows, or null
   * @param cancellation who may cancel the reading
   */
  static <T> Stream<T> of(
      ResultSet rows,
      Columns columns,
      RowMapper<? extends T> mapper,
      Loan loan,
      Cancellation cancellation,
      CallMeter meter)
      throws SQLException {
    OpenRows open = new OpenRows(rows, loan);
    RowStream<T> source = new RowStream<>(open, columns, mapper, cancellation, meter);
    return StreamSupport.stream(source, false).onClose(source.cleanable::clean);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    try {
      if (ended || !next()) {
        ended = true;
        cleanable.clean();
        return false;
      }
      action.accept(mapper.map(Row.of(open.rows(), columns)));
      return true;
    } catch (SQLException e) {
      meter.failed(e);
      throw new UncheckedSqlException(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private boolean next() throws SQLException {
    cancellation.enter(statement);
    try {
      return open.rows().next();
    } catch (SQLException e) {
      throw cancellation.explained(e);
    } finally {
      cancellation.leave(statement);
    }
  }
}
