package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on which groups of writes run, one group after the other.
 *
 * <p>Confined to the thread that leads, {@link #interrupt} excepted.
 */
final class WriteLane implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WriteLane.class);

  private final DuckDBConnection connection;
  private final DuckDbTransaction transaction;
  private final DuckDbStatements statements;
  private final DuckDbCalls calls;
  private final LedgerWriter ledger;
  private final Runnable wrote;
  private final BooleanSupplier merges;

  /** What runs now; guarded by this object. */
  private GroupStep running;

  /**
   * A lane.
   *
   * @param connection one of its own, which it closes
   * @param place where it waits until the engine may be called
   * @param wrote told of each commit
   * @param merges whether several inserts may become one statement
   */
  WriteLane(
      DuckDBConnection connection,
      Admission.Place place,
      DuckDbWorkers workers,
      CommitLedger ledger,
      EngineHealth health,
      Runnable wrote,
      BooleanSupplier merges) {
    this.wrote = wrote;
    this.merges = merges;
    this.connection = connection;
    this.transaction = new DuckDbTransaction(connection, health);
    this.statements = new DuckDbStatements(connection);
    this.calls = new DuckDbCalls(connection, place, workers, health);
    this.ledger = new LedgerWriter(ledger, connection, transaction);
  }

  /** Runs a group; afterwards each of its writes is over. Throws nothing that is not a defect. */
  void run(List<GroupedWrite> group) {
    List<GroupStep> steps = GroupStep.of(group, merges.getAsBoolean());
    GroupStep at = steps.get(0);
    try {
      boolean commitsItself =
          steps.size() == 1 && group.stream().allMatch(write -> write.entry() == null);
      long begun = System.nanoTime();
      if (!commitsItself) {
        transaction.begin(false);
      }
      for (GroupStep step : steps) {
        at = step;
        run(step);
      }
      if (commitsItself) {
        transaction.requireAlive(begun);
      }
      at = null;
      if (!commitsItself) {
        commit(group);
      }
      group.forEach(write -> finish(write, GroupedWrite.Phase.DONE, null));
      wrote.run();
    } catch (SQLException e) {
      failed(group, at, e);
    } catch (RuntimeException e) {
      // Where it came from is not known, so neither is whether the COMMIT had happened.
      SQLException failure = EngineCalls.failed(e);
      group.forEach(write -> finish(write, GroupedWrite.Phase.FAILED, failure));
      transaction.abandon();
    }
  }

  private void run(GroupStep step) throws SQLException {
    setRunning(step);
    long start = System.nanoTime();
    try {
      long changed = calls.run(step.sql(), step.timeout(), () -> execute(step));
      step.ran(changed, System.nanoTime() - start);
    } finally {
      setRunning(null);
    }
  }

  private long execute(GroupStep step) throws SQLException {
    step.requireNotCancelled();
    KillPoint.BEFORE_EXECUTE.reached();
    PreparedStatement prepared = statements.prepare(step.sql());
    calls.running(prepared);
    DuckDbParameters.bind(connection, prepared, step.parameters());
    if (prepared.execute()) {
      prepared.getResultSet().close();
      throw ErrorCode.INVALID_STATEMENT.exception("Returns rows: " + step.sql());
    }
    return prepared.getLargeUpdateCount();
  }

  // What fails in a COMMIT because of what was written has not happened, and may happen again. Of
  // anything else, such as a full disk, each client is told.
  private void commit(List<GroupedWrite> group) throws SQLException {
    Stream<LedgerEntry> entries = group.stream().map(GroupedWrite::entry).filter(Objects::nonNull);
    KillPoint.BEFORE_COMMIT.reached();
    try {
      ledger.commit(entries.toList());
    } catch (SQLException e) {
      if (EngineErrors.isAboutTheRows(e)) {
        group.forEach(write -> write.profile().conflicted());
      } else {
        group.forEach(write -> finish(write, GroupedWrite.Phase.FAILED, e));
      }
      throw e;
    }
    KillPoint.COMMITTED.reached();
  }

  private void failed(List<GroupedWrite> group, GroupStep culprit, SQLException failure) {
    if (culprit != null) {
      Cleanup.after(failure, () -> statements.forget(culprit.sql()));
      if (ErrorCode.SERIALIZATION_FAILURE.is(failure)) {
        culprit.conflicted();
      } else if (ErrorCode.ENGINE_FAILED.is(failure)
          || culprit.isOfOne() && ErrorCode.INTERRUPTED.is(failure)) {
        culprit.writes().forEach(write -> finish(write, GroupedWrite.Phase.FAILED, failure));
      }
    }
    transaction.abandon();
    // Where one of several was interrupted, it notices when it would run by itself.
    group.forEach(write -> finish(write, GroupedWrite.Phase.ALONE, null));
  }

  // The first outcome stays.
  private static void finish(GroupedWrite write, GroupedWrite.Phase outcome, SQLException failure) {
    switch (write.phase()) {
      case LEADING, MEMBER -> write.finish(outcome, failure);
      default -> LOG.trace("A write is {} already", write.phase());
    }
  }

  private synchronized void setRunning(GroupStep step) {
    running = step;
  }

  /** Interrupts a write if it runs. */
  synchronized void interrupt(GroupedWrite write) {
    if (running != null && running.writes().contains(write)) {
      calls.cancel();
    }
  }

  @Override
  public void close() throws SQLException {
    calls.close();
    Cleanup.all(List.of(ledger::close, transaction::close, statements::close, connection::close));
  }
}
