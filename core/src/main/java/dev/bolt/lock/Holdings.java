package dev.bolt.lock;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the owners of a manager hold, and which of it was lost and is still to be told. Guarded by
 * the monitor of the {@link CurrentTable}, but for {@link #nextLoss}.
 */
final class Holdings {

  private record Key(LockOwner owner, LockName name) {}

  private final Map<Key, Held> all = new HashMap<>();
  private final ConcurrentLinkedQueue<Held> losses = new ConcurrentLinkedQueue<>();
  private long seenToken;

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** What an owner holds of a lock, or null. */
  Held of(LockOwner owner, LockName name) {
    return all.get(new Key(owner, name));
  }

  /** A copy. */
  Collection<Held> all() {
    return List.copyOf(all.values());
  }

  void add(Held held) {
    seenToken = Math.max(seenToken, held.token());
    all.put(new Key(held.owner(), held.name()), held);
  }

  /**
   * Ends one.
   *
   * @param loss why, if it was not released; else null
   */
  void forget(Held held, Loss loss) {
    all.remove(new Key(held.owner(), held.name()), held);
    held.end(loss);
    if (loss != null) {
      losses.add(held);
    }
  }

  void forgetAll(Loss loss) {
    all().forEach(held -> forget(held, loss));
  }

  /** The largest token of all there were. */
  long seenToken() {
    return seenToken;
  }

  /** A lock that was lost and of which nobody has been told; null if there is none. */
  Held nextLoss() {
    return losses.poll();
  }
}
