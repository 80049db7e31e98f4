package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * {@link LockChild} processes, which serve the tests of a class one after the other, since to start
 * one takes a second. Those who were killed are replaced.
 */
final class Crew implements AutoCloseable {

  private final Deque<ChildJvm> idle = new ArrayDeque<>();
  private final Deque<ChildJvm> starting = new ArrayDeque<>();
  private final List<ChildJvm> busy = new ArrayList<>();

  /** Starts some, which are ready later. */
  Crew(int size) throws IOException {
    for (int i = 0; i < size; i++) {
      starting.add(LockChild.start());
    }
  }

  /** A process that has opened the locks of a database. */
  ChildJvm take(Path database) throws IOException {
    ChildJvm child = idle.poll();
    if (child == null) {
      child = starting.isEmpty() ? LockChild.start() : starting.poll();
      assertThat(child.hear()).isEqualTo("ready");
    }
    busy.add(child);
    assertThat(child.ask("all open " + database)).isEqualTo("all open");
    return child;
  }

  /** A test is over: all are idle again, and the next ones start in the place of the dead. */
  void rest() throws Exception {
    for (ChildJvm child : busy) {
      if (child.isAlive()) {
        child.signal("CONT");
        // What it has still to say to the test comes before.
        String answer = child.ask("all leave");
        while (!"all left".equals(answer)) {
          assertThat(answer).isNotNull();
          answer = child.hear();
        }
        idle.add(child);
      } else {
        starting.add(LockChild.start());
      }
    }
    busy.clear();
  }

  @Override
  public void close() {
    idle.forEach(ChildJvm::end);
    starting.forEach(ChildJvm::end);
    busy.forEach(ChildJvm::end);
  }
}
