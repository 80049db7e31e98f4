package dev.bolt.lock;

import java.sql.SQLException;

/**
 * Lets what is not a lock of this package take part in the detection of deadlocks: whoever grants
 * it says who has it and who waits for it.
 *
 * <p>Owners are those of the locks: an owner who holds a lock and waits for a resource, whose
 * holder waits for the lock, is in a deadlock that is found at once. Thread-safe.
 */
public final class DeadlockWatch {

  private final LocalLocks locks;

  DeadlockWatch(LocalLocks locks) {
    this.locks = locks;
  }

  /** Something that was said of an owner, true until it is closed. Thread-safe. */
  public static final class Announcement implements AutoCloseable {
    private final LocalLocks locks;
    private final Wait wait;

    private Announcement(LocalLocks locks, Wait wait) {
      this.locks = locks;
      this.wait = wait;
    }

    /**
     * To be called from time to time by who waits.
     *
     * @throws SQLException with SQLState 40P01 when he is the victim of a deadlock, and has to stop
     *     waiting and let go what he has
     */
    public void check() throws SQLException {
      locks.confirmVictim(wait);
    }

    @Override
    public void close() throws SQLException {
      locks.withdraw(wait);
    }
  }

  /**
   * Says that an owner has a resource. Those who wait for it and close a cycle by that are told.
   *
   * @param resource 1 to 255 bytes of UTF-8; no lock is meant by it
   */
  public Announcement holds(String resource, LockOwner owner, LockMode mode) throws SQLException {
    return announce(resource, owner, mode, Phase.HELD);
  }

  /**
   * Says that an owner waits for those who have a resource.
   *
   * @throws SQLException with SQLState 40P01 when that closes a cycle of which he is the victim
   */
  public Announcement waits(String resource, LockOwner owner, LockMode mode) throws SQLException {
    return announce(resource, owner, mode, Phase.WAITING);
  }

  private Announcement announce(String resource, LockOwner owner, LockMode mode, Phase phase)
      throws SQLException {
    Wait wait = new Wait(LockName.of(LockName.Kind.RESOURCE, resource), mode, owner, true);
    locks.announce(wait, phase);
    return new Announcement(locks, wait);
  }
}
