package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.os.FileIdentity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is missing, of another version, of another length, or full of rubbish. */
@Timeout(60)
class GateFileTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** Rubbish may name a living process as the holder, who is then passed over. */
  private static final GateTiming IMPATIENT =
      GateTiming.DEFAULT.withPatience(Duration.ofMillis(100), Duration.ofMillis(100));

  @TempDir Path folder;

  @Test
  void shouldBeWrittenOnceByAllWhoOpenIt() throws Exception {
    try (WriteGate one = WriteGate.open(folder)) {
      FileIdentity first = FileIdentity.of(file());
      assertThat(Files.size(file())).isEqualTo(GateFile.LENGTH);
      try (WriteGate two = WriteGate.open(folder)) {
        assertThat(FileIdentity.of(file())).isEqualTo(first);
        one.enter(LONG).leave();
        two.enter(LONG).leave();
      }
    }
  }

  @Test
  void shouldBeOpenedByAThreadThatIsInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    try (WriteGate gate = WriteGate.open(folder)) {
      assertThat(Thread.interrupted()).isTrue();
      gate.enter(LONG).leave();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, GateFile.LENGTH - 1, GateFile.LENGTH + 1})
  void shouldBeReplacedWhenItHasAnotherLength(int length) throws Exception {
    Files.write(file(), rubbish(length));
    FileIdentity before = FileIdentity.of(file());
    try (WriteGate gate = WriteGate.open(folder)) {
      gate.enter(LONG).leave();
      assertThat(FileIdentity.of(file())).isNotEqualTo(before);
    }
  }

  @Test
  void shouldLeaveTheFileOfAnotherVersionToThoseWhoHaveItMapped() throws Exception {
    try (WriteGate gate = WriteGate.open(folder)) {
      gate.enter(LONG).leave();
    }
    ByteBuffer other = map();
    other.order(ByteOrder.nativeOrder()).putInt(8, GateFile.VERSION + 1);
    byte[] before = bytes(other);
    FileIdentity old = FileIdentity.of(file());
    try (WriteGate gate = WriteGate.open(folder)) {
      gate.enter(LONG).leave();
      assertThat(FileIdentity.of(file())).isNotEqualTo(old);
      assertThat(bytes(other)).isEqualTo(before);
    }
  }

  @Test
  void shouldMendRubbishInPlaceSoThatAllGoOnTogether() throws Exception {
    try (WriteGate one = WriteGate.open(folder, IMPATIENT)) {
      Pass inside = one.enter(LONG);
      FileIdentity old = FileIdentity.of(file());
      map().put(0, rubbish(GateFile.LENGTH));
      try (WriteGate two = WriteGate.open(folder, IMPATIENT)) {
        assertThat(FileIdentity.of(file())).isEqualTo(old);
        Pass next = two.enter(LONG);
        inside.leave();
        assertThat(one.tryEnter()).as("the turn of the other one").isEmpty();
        next.leave();
        one.enter(LONG).leave();
      }
    }
  }

  @Test
  void shouldLetEverybodyInAgainWhateverIsWrittenOverTheWords() throws Exception {
    try (WriteGate one = WriteGate.open(folder, IMPATIENT);
        WriteGate two = WriteGate.open(folder, IMPATIENT)) {
      for (int round = 0; round < 5; round++) {
        map().put(64, rubbish(GateFile.LENGTH - 64, round));
        one.enter(LONG).leave();
        two.enter(LONG).leave();
      }
    }
  }

  @Test
  void shouldLetInWhenALivingProcessSeemsToBeInside() throws Exception {
    try (WriteGate one = WriteGate.open(folder, IMPATIENT);
        WriteGate two = WriteGate.open(folder, IMPATIENT)) {
      for (int slot : IntStream.rangeClosed(0, 2).toArray()) {
        map().order(ByteOrder.nativeOrder()).putLong(64, GateWord.taken(99, slot));
        one.enter(LONG).leave();
        two.enter(LONG).leave();
      }
    }
  }

  private Path file() {
    return folder.resolve("gate");
  }

  private ByteBuffer map() throws Exception {
    try (FileChannel channel =
        FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, GateFile.LENGTH);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[GateFile.LENGTH];
    buffer.get(0, bytes);
    return bytes;
  }

  private static byte[] rubbish(int length) {
    return rubbish(length, 1);
  }

  private static byte[] rubbish(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
