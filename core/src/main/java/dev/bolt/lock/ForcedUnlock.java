package dev.bolt.lock;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has the holders of a lock removed or asked. Confined to the thread that wants it. */
final class ForcedUnlock {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_MILLIS = 5;

  private record Holder(int entry, long ticket, int slot, LockEntry who) {}

  private final LocalLocks locks;
  private final LockName name;
  private final Force force;

  ForcedUnlock(LocalLocks locks, LockName name, Force force) {
    this.locks = locks;
    this.name = name;
    this.force = force;
  }

  /** What became of each holder; empty when there is none. */
  List<UnlockAnswer> run() throws SQLException, InterruptedException {
    List<UnlockAnswer> answers = new ArrayList<>();
    for (Holder holder : locks.table().run(this::holders)) {
      answers.add(new UnlockAnswer(holder.who, outcome(holder)));
    }
    return answers;
  }

  private List<Holder> holders(Queues queues) {
    LockTable table = queues.table();
    Snapshot snapshot = new Snapshot(table);
    return queues.holders(name).stream()
        .map(e -> new Holder(e, table.ticket(e), table.slot(e), snapshot.entry(e)))
        .toList();
  }

  private UnlockAnswer.Outcome outcome(Holder holder) throws SQLException, InterruptedException {
    if (locks.table().sweepIfDead(holder.slot)) {
      return UnlockAnswer.Outcome.WAS_DEAD;
    }
    if (force == Force.EVEN_IF_ALIVE) {
      locks
          .table()
          .run(
              queues -> {
                queues.remove(holder.entry, holder.ticket);
                return null;
              });
      return UnlockAnswer.Outcome.OVERRIDDEN;
    }
    return asked(holder);
  }

  private UnlockAnswer.Outcome asked(Holder holder) throws SQLException, InterruptedException {
    locks
        .table()
        .run(
            queues -> {
              if (queues.table().phaseOf(holder.entry, holder.ticket).holds()) {
                queues.table().setRequest(holder.entry, LetGo.ASKED);
              }
              return null;
            });
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE) {
      LockTable table = locks.table().attachment().table();
      LetGo answer = table.request(holder.entry);
      if (table.phaseOf(holder.entry, holder.ticket) == Phase.FREE) {
        return UnlockAnswer.Outcome.RELEASED;
      }
      if (answer == LetGo.REFUSED) {
        return UnlockAnswer.Outcome.REFUSED;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return UnlockAnswer.Outcome.SILENT;
  }
}
