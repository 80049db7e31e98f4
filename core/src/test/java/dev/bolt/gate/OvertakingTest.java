package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class OvertakingTest {

  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(40);
  private static final int WAITING = 7;
  private static final int MANY = 100;

  @TempDir Path folder;
  private final GateFile file = new GateFile(ByteBuffer.allocateDirect(GateFile.LENGTH));
  private ProcessSlot slot;
  private Overtaking overtaking;

  @BeforeEach
  void open() throws Exception {
    file.reset();
    slot = ProcessSlot.claim(folder, file);
    overtaking = new Overtaking(file, slot, GateTiming.DEFAULT);
    file.setTurnLength(SHORT);
  }

  @AfterEach
  void close() throws Exception {
    slot.close();
  }

  @Test
  void shouldTakeWhatIsNobodysThoughAnotherWaits() {
    file.publishTicket(WAITING, file.nextTicket());
    assertThat(overtaking.run()).isPresent();
    assertThat(GateWord.isInside(file.word())).isTrue();
  }

  @Test
  void shouldOvertakeNobodyForEver() {
    file.publishTicket(WAITING, file.nextTicket());
    int overtaken = 0;
    while (overtaken < MANY && overtaking.run().isPresent()) {
      file.replaceWord(file.word(), GateWord.freed(file.word()));
      overtaken++;
    }
    assertThat(overtaken).isBetween(1, MANY - 1);
    file.publishTicket(WAITING, 0);
    assertThat(overtaking.run()).isPresent();
  }

  @Test
  void shouldLeaveTheGateToThoseInLineWhereTurnsAreLong() {
    file.setTurnLength(GateTiming.DEFAULT.slice());
    file.publishTicket(WAITING, file.nextTicket());
    assertThat(overtaking.run()).isEmpty();
  }

  @Test
  void shouldStandInLineWhenSomebodyStaysInside() {
    file.replaceWord(file.word(), GateWord.taken(file.word(), WAITING));
    assertThat(overtaking.run()).isEmpty();
  }
}
