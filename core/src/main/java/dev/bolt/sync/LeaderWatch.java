package dev.bolt.sync;

/**
 * Whether somebody leads and gets on, as one thread has seen it: whoever leads and shows no
 * progress for {@link SyncFile#patience()} is dead, stopped or too slow. Confined to that thread.
 */
final class LeaderWatch {

  private boolean hasLooked;
  private SyncFile counters;
  private long leader;
  private long synced;
  private long since;

  /**
   * Looks.
   *
   * @param now who leads now
   */
  boolean isAtWork(SyncFile current, long now) {
    long nowSynced = current.synced();
    if (!hasLooked || current != counters || now != leader || nowSynced != synced) {
      hasLooked = true;
      counters = current;
      leader = now;
      synced = nowSynced;
      since = System.nanoTime();
    }
    return SyncFile.leads(now) && System.nanoTime() - since < current.patience();
  }
}
