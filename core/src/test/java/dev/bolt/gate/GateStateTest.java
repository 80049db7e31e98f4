package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.gate.GateState.Condition;
import dev.bolt.os.ProcessIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GateStateTest {

  @TempDir Path folder;

  @Test
  void shouldSeeWhoIsInsideWithoutTakingPart() throws Exception {
    assertThat(GateState.look(folder).condition()).isEqualTo(Condition.MISSING);
    assertThat(folder).isEmptyDirectory();
    try (WriteGate gate = WriteGate.open(folder)) {
      byte[] before = Files.readAllBytes(GateState.file(folder));
      assertThat(GateState.look(folder).holder()).isEmpty();
      assertThat(Files.readAllBytes(GateState.file(folder))).isEqualTo(before);

      Pass pass = gate.enter(Duration.ofSeconds(1));
      assertThat(GateState.look(folder).holder().orElseThrow().process())
          .isEqualTo(ProcessIdentity.self());
      pass.leave();
      assertThat(GateState.look(folder).holder()).isEmpty();
    }
  }

  @Test
  void shouldTellThoseWhoWaitByAgeAlsoWhereTheCounterOverflows() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocateDirect(GateFile.LENGTH);
    GateFile file = new GateFile(bytes);
    file.reset();
    file.setNextTicket(Long.MAX_VALUE);
    ProcessIdentity self = ProcessIdentity.self();
    // The first one is of no process, as rubbish would be.
    file.publishTicket(0, file.nextTicket());
    for (int slot = 3; slot > 0; slot--) {
      file.setProcess(slot, new ProcessIdentity(self.pid(), self.startTime(), -slot));
      file.publishTicket(slot, file.nextTicket());
    }
    byte[] content = new byte[GateFile.LENGTH];
    bytes.get(0, content);
    Files.write(GateState.file(folder), content);

    GateState state = GateState.look(folder);

    assertThat(state.condition()).isEqualTo(Condition.GOOD);
    assertThat(state.waiting())
        .extracting(ProcessIdentity::namespace)
        .containsExactly(-3L, -2L, -1L);
  }

  @Test
  void shouldTellRubbishFromAnotherVersion() throws Exception {
    WriteGate.open(folder).close();
    byte[] content = Files.readAllBytes(GateState.file(folder));
    ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).putInt(8, 99);
    Files.write(GateState.file(folder), content);
    assertThat(GateState.look(folder).condition()).isEqualTo(Condition.OF_ANOTHER_VERSION);

    content[0]++;
    Files.write(GateState.file(folder), content);
    assertThat(GateState.look(folder).condition()).isEqualTo(Condition.DAMAGED);
    Files.write(GateState.file(folder), new byte[] {1});
    assertThat(GateState.look(folder).condition()).isEqualTo(Condition.DAMAGED);
  }
}
