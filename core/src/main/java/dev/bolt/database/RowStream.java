package dev.bolt.database;

import dev.bolt.pool.Lease;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private final CallMeter meter;
  private final Cleaner.Cleanable cleanable;
  private boolean ended;

  private RowStream(
      OpenRows open, Columns columns, RowMapper<? extends T> mapper, CallMeter meter) {
    super(Long.MAX_VALUE, Spliterator.ORDERED);
    this.open = open;
    this.columns = columns;
    this.mapper = mapper;
    this.meter = meter;
    this.cleanable = open.closeWith(this);
  }

  /**
   * A stream of rows, which are closed with it, at their end, or when nobody has it any more.
   *
   * @param lease given back with the rows, or null
   */
  static <T> Stream<T> of(
      ResultSet rows,
      Columns columns,
      RowMapper<? extends T> mapper,
      Lease lease,
      CallMeter meter) {
    OpenRows open = new OpenRows(rows, lease);
    RowStream<T> source = new RowStream<>(open, columns, mapper, meter);
    return StreamSupport.stream(source, false).onClose(source.cleanable::clean);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    try {
      if (ended || !open.rows().next()) {
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
}
