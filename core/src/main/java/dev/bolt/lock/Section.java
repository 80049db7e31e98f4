package dev.bolt.lock;

import dev.bolt.ErrorCode;
import dev.bolt.election.KernelLock;
import dev.bolt.election.SlotLock;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one thread of all processes at a table, for the time of a microsecond.
 *
 * <p>Who finds another inside spins, yields and sleeps; takes the section from him if he is dead,
 * and gives the file up for another one if he stays for a second. Who has been given up that way
 * cannot leave. Guarded by the manager's monitor: one thread of the process at a time.
 */
final class Section {

  /** What is done inside; it may be done twice. */
  interface Work<T> {
    T run(Queues queues) throws SQLException;
  }

  /** How often to compute the table anew for one work. */
  private static final int MENDINGS = 100;

  private static final int SPINS = 200;
  private static final int YIELDS = 30;
  private static final long MIN_NAP = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long MAX_NAP = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SUSPICIOUS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(1);

  private final LockTable table;
  private final SlotLock slot;
  private final Queues queues;

  Section(LockTable table, SlotLock slot) {
    this.table = table;
    this.slot = slot;
    this.queues = new Queues(table, slot.number());
  }

  LockTable table() {
    return table;
  }

  /**
   * Does something inside.
   *
   * @throws TableRetiredException when it has to be done in another file
   */
  <T> T run(Work<T> work) throws SQLException, TableRetiredException {
    for (int tries = 1; ; tries++) {
      long word = enter();
      try {
        if (!table.isTable()) {
          queues.rebuild();
        }
        T result = work.run(queues);
        leave(word);
        return result;
      } catch (DamagedTableException e) {
        queues.rebuild();
        leave(word);
        if (tries == MENDINGS) {
          throw ErrorCode.IO.exception(
              "Another program writes into the file of locks again and again: the file 'locks' in"
                  + " the folder beside the database. Find and end it",
              e);
        }
      } catch (SQLException e) {
        leave(word);
        throw e;
      } catch (RuntimeException | Error e) {
        queues.rebuild();
        leave(word);
        throw e;
      }
    }
  }

  /** The entries of this process whose waiters have to be woken, once. */
  List<Integer> takeWoken() {
    return queues.takeWoken();
  }

  private void leave(long word) throws TableRetiredException {
    if (!table.replaceSection(word, SectionWord.left(word))) {
      // Somebody has retired the file, or written rubbish into it: then the next who comes does.
      table.retire();
      throw new TableRetiredException();
    }
  }

  private long enter() throws TableRetiredException {
    for (int spin = 0; spin < SPINS; spin++) {
      long word = table.section();
      if (SectionWord.isFree(word) && !SectionWord.isRetired(word)) {
        long mine = SectionWord.entered(word, slot.number());
        if (table.replaceSection(word, mine)) {
          return mine;
        }
      }
      Thread.onSpinWait();
    }
    return enterLater();
  }

  private long enterLater() throws TableRetiredException {
    long seen = table.section();
    long since = System.nanoTime();
    long examineAt = SUSPICIOUS;
    for (int tries = 0; ; tries++) {
      long word = table.section();
      if (SectionWord.isRetired(word)) {
        throw new TableRetiredException();
      }
      if (word != seen) {
        seen = word;
        since = System.nanoTime();
        examineAt = SUSPICIOUS;
      }
      long unchanged = System.nanoTime() - since;
      boolean dead = false;
      if (unchanged >= examineAt) {
        dead = isDead(SectionWord.slot(word));
        examineAt = 2 * unchanged;
      }
      if (dead || SectionWord.isFree(word) || SectionWord.slot(word) == slot.number()) {
        long mine = SectionWord.entered(word, slot.number());
        if (table.replaceSection(word, mine)) {
          return takenOver(mine, !SectionWord.isFree(word));
        }
      } else if (unchanged > TOO_LONG) {
        table.replaceSection(word, SectionWord.retired(word));
      } else {
        rest(tries, unchanged);
      }
    }
  }

  private long takenOver(long word, boolean fromSomebody) {
    if (fromSomebody) {
      queues.rebuild();
    }
    return word;
  }

  // His kernel lock need not be kept: if another claims the slot, the word has another number when
  // he is inside.
  private boolean isDead(int inside) {
    if (inside >= LockTable.SLOTS) {
      return true;
    }
    try (KernelLock left = slot.takeFromDead(inside).orElse(null)) {
      return left != null;
    } catch (IOException e) {
      // Closing has failed, so it was open.
      return true;
    }
  }

  // Who is inside needs a processor, which the scheduler may have given to who waits.
  private static void rest(int tries, long unchanged) {
    if (tries < YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(Math.max(MIN_NAP, Math.min(unchanged / 4, MAX_NAP)));
    }
  }
}
