package dev.bolt.engine;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Group commit: short auto-commit writes of many sessions that wait at the same time run in one
 * transaction, and share its log entry and its sync.
 *
 * <p>Nobody waits for a group to fill. A write that finds a lane free takes it and runs at once;
 * what comes while all lanes are busy waits, and the first of those takes the next lane and brings
 * the others along. So a group is as large as the load makes it. The thread of the write that took
 * the lane runs the group, and then gives the lane on: no thread works for others for longer than
 * one group.
 *
 * <pre>
 *   lane 0   [w1──────][w4 w5 w6──────][w9 …
 *   lane 1     [w2──────][w7 w8──────]          w3 was cancelled while it waited
 * </pre>
 *
 * <p>There are two lanes, so that one executes while the other waits for the disk. Writes of a text
 * that has met a conflict take lane 0 only: there they go one after the other instead of failing.
 *
 * <p>Invariants: (1) a write is answered as committed only after the COMMIT of its group; (2) a
 * group that fails, for whatever reason before its COMMIT, is rolled back as a whole, and each of
 * its writes runs again by itself, so that one that fails keeps nobody else from succeeding; (3) a
 * write is in the queue or in one group, and leaves the queue once.
 *
 * <p>Guarded by itself; lanes belong to the thread that leads.
 */
final class WriteGroups implements AutoCloseable {

  private static final int LARGEST_GROUP = 64;
  private static final long LONGEST_GROUP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<WriteLane> lanes;
  private final List<WriteLane> free;
  private final ArrayDeque<GroupedWrite> waiting = new ArrayDeque<>();

  WriteGroups(List<WriteLane> lanes) {
    this.lanes = List.copyOf(lanes);
    this.free = new ArrayList<>(lanes);
  }

  /**
   * Runs a write, with others if there are any.
   *
   * @return the number of rows changed; null when the session has to run it by itself
   * @throws SQLException when it was cancelled, or nobody knows how its COMMIT ended
   */
  Long run(GroupedWrite write) throws SQLException {
    synchronized (this) {
      WriteLane lane = takeFree(write);
      if (lane == null) {
        waiting.add(write);
      } else {
        write.lead(lane);
      }
    }
    write.await();
    if (write.phase() == GroupedWrite.Phase.LEADING) {
      lead(write.lane(), write);
    }
    return write.result();
  }

  /** Ends a write that waits, or interrupts it if it runs. */
  void cancel(GroupedWrite write) {
    WriteLane running;
    synchronized (this) {
      write.markCancelled();
      if (waiting.remove(write)) {
        write.finish(GroupedWrite.Phase.FAILED, GroupedWrite.interrupted());
      }
      running = write.lane();
    }
    write.wake();
    if (running != null) {
      running.interrupt(write);
    }
  }

  private void lead(WriteLane lane, GroupedWrite first) {
    List<GroupedWrite> group = gather(lane, first);
    try {
      lane.run(group);
    } finally {
      // Also when the JVM is out of memory: nobody may wait for ever.
      group.forEach(GroupedWrite::requireOver);
      giveOn(lane);
      group.forEach(GroupedWrite::wake);
    }
  }

  private synchronized List<GroupedWrite> gather(WriteLane lane, GroupedWrite first) {
    List<GroupedWrite> group = new ArrayList<>();
    group.add(first);
    long nanos = first.profile().expectedNanos();
    Iterator<GroupedWrite> queue = waiting.iterator();
    while (queue.hasNext() && group.size() < LARGEST_GROUP && nanos < LONGEST_GROUP_NANOS) {
      GroupedWrite next = queue.next();
      if (suits(lane, next)) {
        queue.remove();
        next.join(lane);
        group.add(next);
        nanos += next.profile().expectedNanos();
      }
    }
    return group;
  }

  private WriteLane takeFree(GroupedWrite write) {
    // The last one first, which leaves lane 0 to those that can take no other.
    for (int i = free.size() - 1; i >= 0; i--) {
      if (suits(free.get(i), write)) {
        return free.remove(i);
      }
    }
    return null;
  }

  private void giveOn(WriteLane lane) {
    GroupedWrite next = null;
    synchronized (this) {
      Iterator<GroupedWrite> queue = waiting.iterator();
      while (next == null && queue.hasNext()) {
        GroupedWrite candidate = queue.next();
        if (suits(lane, candidate)) {
          queue.remove();
          candidate.lead(lane);
          next = candidate;
        }
      }
      if (next == null) {
        free.add(lane == lanes.get(0) ? 0 : free.size(), lane);
      }
    }
    if (next != null) {
      next.wake();
    }
  }

  private boolean suits(WriteLane lane, GroupedWrite write) {
    return lane == lanes.get(0) || !write.profile().isHot();
  }

  @Override
  public void close() throws SQLException {
    Cleanup.all(lanes.stream().<EngineCalls.Action>map(lane -> lane::close).toList());
  }
}
