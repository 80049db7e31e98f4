package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * What the rows of the {@link CommitLedger} say, in memory: the last outcome of each client, and
 * which rows are under way.
 *
 * <pre>
 *   begin ──▶ under way ──committed──▶ the last outcome of its clients
 *                       └──failed────▶ nothing; or, when nobody knows, what the table says
 * </pre>
 *
 * <p>Invariants: (1) an operation is begun only if no later one of its client is committed, and
 * none of that client is under way, so nothing commits twice; (2) what {@link #committed} has been
 * told of is found, so a row that is committed and not found is still under way or in doubt; (3)
 * {@link #gather} takes rows into account only if all before them are settled: what it says is
 * needless, is.
 *
 * <p>Thread-safe.
 */
final class KeptOutcomes {

  /** An outcome, and the row that it is in. */
  private record Kept(long row, LedgerEntry entry) {}

  /**
   * The rows that can be replaced by one.
   *
   * @param below all rows with lower numbers are settled
   * @param row what of them is still needed, with a new number; under way
   */
  record Gathered(long below, LedgerRow row) {}

  private final Map<ClientId, Kept> last = new HashMap<>();
  private final Set<ClientId> busy = new HashSet<>();
  private final TreeSet<Long> underWay = new TreeSet<>();
  private final Set<Long> inDoubt = new HashSet<>();
  private long nextRow = 1;

  /**
   * A transaction is about to write its row.
   *
   * @throws SQLException when one of its operations is committed already or under way elsewhere
   */
  synchronized LedgerRow begin(List<LedgerEntry> entries) throws SQLException {
    for (LedgerEntry entry : entries) {
      Kept kept = last.get(entry.client());
      if (busy.contains(entry.client())
          || kept != null && kept.entry().sequence() >= entry.sequence()) {
        throw ErrorCode.UNIQUE_VIOLATION.exception(
            "Operation "
                + entry.sequence()
                + " of a client is committed already or under way; it is not run twice");
      }
    }
    entries.forEach(entry -> busy.add(entry.client()));
    return underWay(entries);
  }

  private LedgerRow underWay(List<LedgerEntry> entries) {
    LedgerRow row = new LedgerRow(nextRow++, entries);
    underWay.add(row.number());
    return row;
  }

  /** The transaction of a row is committed. */
  synchronized void committed(LedgerRow row) {
    row.entries().forEach(entry -> keep(row.number(), entry));
    over(row);
  }

  /**
   * The transaction of a row has failed.
   *
   * @param known whether it is certain that nothing is committed
   */
  synchronized void failed(LedgerRow row, boolean known) {
    over(row);
    if (!known) {
      inDoubt.add(row.number());
    }
  }

  private void over(LedgerRow row) {
    underWay.remove(row.number());
    row.entries().forEach(entry -> busy.remove(entry.client()));
  }

  private void keep(long row, LedgerEntry entry) {
    last.merge(entry.client(), new Kept(row, entry), (old, now) -> isLater(old, now) ? old : now);
  }

  private static boolean isLater(Kept one, Kept other) {
    long difference = one.entry().sequence() - other.entry().sequence();
    return difference > 0 || difference == 0 && one.row() > other.row();
  }

  /** The rows whose fate only the table knows. */
  synchronized Set<Long> inDoubt() {
    return Set.copyOf(inDoubt);
  }

  /**
   * The table has been read.
   *
   * @param rows all that are in it
   * @param doubts what was in doubt before: it is in the table, or not committed
   */
  synchronized void loaded(List<LedgerRow> rows, Set<Long> doubts) {
    for (LedgerRow row : rows) {
      row.entries().forEach(entry -> keep(row.number(), entry));
      nextRow = Math.max(nextRow, row.number() + 1);
    }
    inDoubt.removeAll(doubts);
  }

  /** The last operation of a client that is committed; null if there is none. */
  synchronized LedgerEntry find(ClientId client) {
    Kept kept = last.get(client);
    return kept == null ? null : kept.entry();
  }

  /** A client will not ask. */
  synchronized void forget(ClientId client) {
    last.remove(client);
  }

  /** Processes that are gone will not ask. */
  void forgetProcesses(LongPredicate gone) {
    Set<Long> processes = new HashSet<>();
    synchronized (this) {
      last.keySet().forEach(client -> processes.add(client.process()));
    }
    processes.removeIf(process -> !gone.test(process));
    synchronized (this) {
      last.keySet().removeIf(client -> processes.contains(client.process()));
    }
  }

  /** Gathers what is needed of the rows that are settled; null while one is in doubt. */
  synchronized Gathered gather() {
    if (!inDoubt.isEmpty()) {
      return null;
    }
    long below = underWay.isEmpty() ? nextRow : underWay.first();
    List<LedgerEntry> needed = new ArrayList<>();
    for (Kept kept : last.values()) {
      if (kept.row() < below) {
        needed.add(kept.entry());
      }
    }
    return new Gathered(below, underWay(needed));
  }

  /** What was gathered has been written, and the other rows are gone. */
  synchronized void replaced(Gathered gathered) {
    for (LedgerEntry entry : gathered.row().entries()) {
      last.computeIfPresent(
          entry.client(),
          (client, kept) ->
              kept.entry() == entry ? new Kept(gathered.row().number(), entry) : kept);
    }
    underWay.remove(gathered.row().number());
  }

  /** What was gathered may not have been written: the other rows may be there still. */
  synchronized void notReplaced(Gathered gathered) {
    underWay.remove(gathered.row().number());
  }
}
