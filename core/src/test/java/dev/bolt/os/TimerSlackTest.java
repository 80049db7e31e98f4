package dev.bolt.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TimerSlackTest {

  @Test
  void shouldBeGivenUpByAThread() throws Exception {
    assumeThat(Path.of("/proc/self/timerslack_ns")).exists();
    String[] read = new String[1];
    Thread thread =
        new Thread(
            () -> {
              TimerSlack.giveUp();
              TimerSlack.giveUp();
              read[0] = slack();
            });
    thread.start();
    thread.join();
    assertThat(read[0]).isEqualTo("1");
  }

  private static String slack() {
    try {
      Path number = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
      return Files.readString(Path.of("/proc/" + number + "/timerslack_ns")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
