package dev.bolt.os;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How late the system may end a sleep of a thread, to wake up the processor for several at once.
 *
 * <p>Linux gives every thread 50 µs, so that a sleep of 50 µs takes 110. Who sleeps until another
 * process is done, for less than that, asks for none (proc(5), {@code timerslack_ns}). The threads
 * that it starts later have none either. Thread-safe.
 */
public final class TimerSlack {

  private static final Path THIS_THREAD = Path.of("/proc/thread-self");
  private static final byte[] LEAST = "1".getBytes(StandardCharsets.US_ASCII);
  private static final ThreadLocal<Boolean> GIVEN_UP = new ThreadLocal<>();

  private TimerSlack() {}

  /** The current thread's sleeps end on time from now on, where the system can do that. */
  public static void giveUp() {
    if (GIVEN_UP.get() == null) {
      GIVEN_UP.set(write());
    }
  }

  private static boolean write() {
    try {
      // Its own directory has no such file; that of its number as a process has.
      Path number = Files.readSymbolicLink(THIS_THREAD).getFileName();
      try (FileOutputStream file = new FileOutputStream("/proc/" + number + "/timerslack_ns")) {
        file.write(LEAST);
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      // Then they end as late as before.
      return false;
    }
  }
}
