package dev.bolt.doctor;

import dev.bolt.gate.GateHolder;
import dev.bolt.gate.GateState;
import dev.bolt.os.ProcessInfo;
import java.util.List;
import java.util.Optional;

/**
 * Those who write to a SQLite file, and those who read its log. Immutable.
 *
 * @param gate what the file of the gate is
 * @param inside who is inside the gate
 * @param waiting the processes that wait at it, the next one first
 * @param readers the processes that have a transaction or a result open, which keeps the log from
 *     beginning anew
 */
public record WritersInfo(
    GateState.Condition gate,
    Optional<GateHolder> inside,
    List<ProcessInfo> waiting,
    List<ProcessInfo> readers) {

  public WritersInfo {
    waiting = List.copyOf(waiting);
    readers = List.copyOf(readers);
  }
}
