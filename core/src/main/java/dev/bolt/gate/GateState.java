package dev.bolt.gate;

import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the file of a gate says at one moment, to somebody who takes no part in it. Immutable.
 *
 * @param condition what the file is
 * @param holder who is inside; empty when nobody is
 * @param waiting the processes that wait, in the order of their tickets; more than one thread of
 *     each may
 */
public record GateState(
    Condition condition, Optional<GateHolder> holder, List<ProcessIdentity> waiting) {

  /** What a gate's file can be. */
  public enum Condition {
    /** There is none: nobody has written yet. */
    MISSING,
    /** It is one that this version of Bolt reads. */
    GOOD,
    /** It has the magic word of a gate, and is of another version of Bolt. */
    OF_ANOTHER_VERSION,
    /** It is no gate: somebody wrote rubbish into it. */
    DAMAGED
  }

  /** A place in the line. */
  private record Place(long ticket, ProcessIdentity process) {}

  public GateState {
    waiting = List.copyOf(waiting);
  }

  /** The file of the gate in the folder beside a database. */
  public static Path file(Path folder) {
    return folder.resolve("gate");
  }

  /**
   * Looks at the gate of a database; nothing is written, and no place taken.
   *
   * @param folder the folder beside the database
   * @throws IOException when the file is there and cannot be read
   */
  public static GateState look(Path folder) throws IOException {
    Path file = file(folder);
    Optional<ByteBuffer> copy;
    try {
      copy = LockThread.call(() -> SharedMemory.copy(file, GateFile.LENGTH));
    } catch (NoSuchFileException e) {
      return without(Condition.MISSING);
    }
    if (copy.isEmpty()) {
      return without(Condition.DAMAGED);
    }
    GateFile gate = new GateFile(copy.get());
    if (!gate.isOfThisVersion()) {
      return without(gate.isGate() ? Condition.OF_ANOTHER_VERSION : Condition.DAMAGED);
    }
    return new GateState(Condition.GOOD, holder(gate), waiting(gate));
  }

  private static GateState without(Condition condition) {
    return new GateState(condition, Optional.empty(), List.of());
  }

  /** Who is inside a gate. */
  static Optional<GateHolder> holder(GateFile file) {
    long word = file.word();
    int holder = GateWord.slot(word);
    if (!GateWord.isInside(word) || holder < 0 || holder >= GateFile.SLOTS) {
      return Optional.empty();
    }
    long inside = Math.max(0, System.nanoTime() - file.since());
    return Optional.of(new GateHolder(file.process(holder), Duration.ofNanos(inside)));
  }

  // A process writes who it is when it takes its slot, so a ticket without one is rubbish.
  private static List<ProcessIdentity> waiting(GateFile file) {
    List<Place> line = new ArrayList<>();
    for (int slot = 0; slot < GateFile.SLOTS; slot++) {
      long ticket = file.ticket(slot);
      ProcessIdentity process = file.process(slot);
      if (ticket != 0 && process.pid() > 0) {
        line.add(new Place(ticket, process));
      }
    }
    // By age, so that any numbers have an order, also where their counter has overflown.
    long next = file.ticketsDrawn();
    line.sort(Comparator.comparingLong(place -> place.ticket() - next));
    return line.stream().map(Place::process).filter(process -> !process.isDead()).toList();
  }
}
