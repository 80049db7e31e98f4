package dev.bolt.engine;

import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/**
 * Whether to go on waiting at a gate: not when the statement is cancelled, and not when the wait
 * turns out to be one of a deadlock. Confined to the thread that waits.
 */
final class GateWait implements BooleanSupplier, AutoCloseable {

  private final LockWait locks;
  private final WriteGates.Opened gate;

  /** Null until it is known that there is a wait at all. */
  private WriteGates.Blocked blocked;

  private SQLException deadlock;

  GateWait(LockWait locks, WriteGates.Opened gate) {
    this.locks = locks;
    this.gate = gate;
  }

  /** Whether to wait no longer. */
  @Override
  public boolean getAsBoolean() {
    if (locks.cancelled()) {
      return true;
    }
    if (blocked == null) {
      blocked = gate.blocked();
    }
    try {
      blocked.check();
      return false;
    } catch (SQLException e) {
      deadlock = e;
      return true;
    }
  }

  /** Why it was given up, if not because somebody has cancelled it; else null. */
  SQLException deadlock() {
    return deadlock;
  }

  @Override
  public void close() {
    if (blocked != null) {
      blocked.close();
    }
  }
}
