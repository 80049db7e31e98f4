package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that are ended together. Confined to one thread. */
final class Children implements AutoCloseable {

  private final List<ChildJvm> started = new ArrayList<>();

  /** A process that has a connection to a database. */
  ChildJvm open(String url) throws IOException {
    return opened(BoltJar.startSql(url));
  }

  /** The same of one that was just started. */
  ChildJvm opened(ChildJvm child) {
    add(child);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  /** A process that was started. */
  ChildJvm add(ChildJvm child) {
    started.add(child);
    return child;
  }

  /** Ends them, the last one first: a host waits for what those who joined are at. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.remove(started.size() - 1).close();
    }
  }
}
