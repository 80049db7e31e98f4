package dev.bolt.gate;

import dev.bolt.os.ProcessIdentity;
import java.time.Duration;

/**
 * Who is inside a gate, for a message.
 *
 * @param process the process, as it has written itself
 * @param inside for how long; exact where processes share the clock of {@link System#nanoTime}, as
 *     on Linux
 */
public record GateHolder(ProcessIdentity process, Duration inside) {

  /** PID, command and state of the process, and for how long it is inside. */
  public String describe() {
    return process.describe() + ", inside for " + inside.toMillis() + " ms";
  }
}
