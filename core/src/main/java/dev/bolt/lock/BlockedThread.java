package dev.bolt.lock;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The wait of one thread for something that others hold, as the graph of waits sees it.
 *
 * <p>A wait that is over soon costs nothing: it is said to others after two milliseconds, and only
 * if its thread or its owner holds something, since else nobody waits for these. Confined to the
 * thread that waits.
 */
public final class BlockedThread implements AutoCloseable {

  /** How something is wanted, as of now. */
  interface Mode {
    LockMode now() throws SQLException;
  }

  /** Most waits are shorter; a deadlock is not. */
  private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(2);

  /** How often to look whether what was said is still so. */
  private static final long REFRESH = TimeUnit.MILLISECONDS.toNanos(250);

  private final DeadlockWatch watch;
  private final LockOwner owner;
  private final LockOwner thread = LockOwner.currentThread();
  private final String resource;
  private final Mode mode;
  private long lookAt = System.nanoTime() + DELAY;
  private WaitBoard board;
  private Claims claims;

  BlockedThread(DeadlockWatch watch, LockOwner owner, String resource, Mode mode) {
    this.watch = watch;
    this.owner = owner;
    this.resource = resource;
    this.mode = mode;
  }

  /**
   * To be called from time to time while the thread waits, every 50 ms at least.
   *
   * @throws SQLException with SQLState 40P01 when it is the victim of a deadlock, and has to stop
   *     waiting and let go what it has; nothing else is thrown, since who waits can do without
   */
  public void check() throws SQLException {
    try {
      look();
    } catch (SQLException e) {
      if (ErrorCode.DEADLOCK.is(e)) {
        throw e;
      }
      watch.complain(e);
    }
  }

  private void look() throws SQLException {
    long now = System.nanoTime();
    if (now - lookAt >= 0) {
      lookAt = now + REFRESH;
      refresh();
    }
    if (claims != null && board.isVictim(claims)) {
      refresh();
      if (claims != null) {
        board.confirm(claims);
      }
    }
  }

  /** Whether it may turn out to be a victim, so that it has to look often. */
  boolean isSaid() {
    return claims != null;
  }

  private void refresh() throws SQLException {
    List<HeldResource> held = held();
    LockMode wanted = held.isEmpty() ? null : mode.now();
    if (claims == null ? held.isEmpty() : claims.say(held, wanted) && board.has(claims)) {
      return;
    }
    withdraw();
    Optional<WaitBoard> found = held.isEmpty() ? Optional.empty() : watch.board();
    if (found.isEmpty()) {
      return;
    }
    board = found.get();
    claims = board.announce(who(), held, LockName.resource(resource), wanted);
    if (claims.isOf(held())) {
      board.search(claims);
    } else {
      // Another thread has let something go meanwhile, for which nobody shall be said to wait.
      withdraw();
      lookAt = System.nanoTime();
    }
  }

  private List<HeldResource> held() {
    List<HeldResource> held = new ArrayList<>(watch.heldBy(thread));
    if (!owner.equals(thread)) {
      held.addAll(watch.heldBy(owner));
    }
    return held;
  }

  // One for each wait, so that it has the claims of this wait alone.
  private LockOwner who() {
    return LockOwner.create(owner.equals(thread) ? thread.toString() : owner + " on " + thread);
  }

  /** The wait is over. Idempotent. */
  @Override
  public void close() {
    try {
      withdraw();
    } catch (SQLException e) {
      watch.complain(e);
    }
  }

  private void withdraw() throws SQLException {
    if (claims != null) {
      Claims over = claims;
      claims = null;
      board.withdraw(over);
    }
  }
}
