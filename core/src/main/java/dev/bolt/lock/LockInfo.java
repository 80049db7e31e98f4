package dev.bolt.lock;

import java.util.List;

/**
 * Who holds and who awaits the locks of a database, all at one moment. Immutable.
 *
 * @param holders those who hold, in the order in which they came
 * @param waiters those who wait, in the order in which they came
 */
public record LockInfo(List<LockEntry> holders, List<LockEntry> waiters) {

  public LockInfo {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  /** The same of one lock. */
  public LockInfo of(String name) {
    return new LockInfo(
        holders.stream().filter(e -> e.name().equals(name)).toList(),
        waiters.stream().filter(e -> e.name().equals(name)).toList());
  }
}
