package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Properties;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder begins for who wants DuckDB's event, and for nobody else. */
@Timeout(20)
class FlightRecorderTest {

  @TempDir Path folder;

  /** Says after a connection through Bolt, and after one of the driver's own, what is recorded. */
  static final class Opener {

    private Opener() {}

    public static void main(String[] arguments) throws Exception {
      try (Connection shared = DriverManager.getConnection(arguments[0])) {
        System.out.println(shared.isValid(1) && FlightRecorder.isInitialized());
      }
      Properties properties = new Properties();
      properties.setProperty("jdbc_jfr_memory_monitor", "mine");
      try (Connection watched = DriverManager.getConnection("jdbc:duckdb:", properties)) {
        System.out.println(watched.isValid(1) && isEventKnown());
      }
    }

    private static boolean isEventKnown() {
      return FlightRecorder.getFlightRecorder().getEventTypes().stream()
          .map(EventType::getName)
          .anyMatch("duckdb.MemoryUsage"::equals);
    }
  }

  @Test
  void shouldBeginOnlyForWhoAsksForTheEvent() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(Opener.class, "jdbc:bolt:duckdb:" + folder.resolve("a.duckdb"))) {
      assertThat(child.hear()).isEqualTo("false");
      assertThat(child.hear()).isEqualTo("true");
    }
  }
}
