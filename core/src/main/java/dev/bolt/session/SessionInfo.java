package dev.bolt.session;

import java.time.Duration;
import java.util.Optional;

/**
 * A session at a moment. Immutable.
 *
 * @param name its name
 * @param pid the process that has it
 * @param thread the thread that uses it now, else the one that opened it
 * @param age how long ago it was opened
 * @param idle how long nobody has used it; zero while it is in use
 * @param transaction how long its transaction has been open, or the call outside of one has run;
 *     empty while there is none
 */
public record SessionInfo(
    String name,
    long pid,
    String thread,
    Duration age,
    Duration idle,
    Optional<Duration> transaction) {

  /** In words: {@code session import (PID 17, thread main), in a transaction for 1.2 s}. */
  @Override
  public String toString() {
    return "session "
        + name
        + " (PID "
        + pid
        + ", thread "
        + thread
        + "), "
        + transaction
            .map(time -> "in a transaction for " + seconds(time))
            .orElseGet(() -> "idle for " + seconds(idle));
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }
}
