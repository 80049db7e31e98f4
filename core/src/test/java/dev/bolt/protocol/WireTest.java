package dev.bolt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WireTest {

  @Test
  void shouldReadWhatWasWritten() throws Exception {
    WireWriter out = new WireWriter(8);
    out.putInt(0);
    out.putByte(200);
    out.putBoolean(true);
    out.putLong(Long.MIN_VALUE);
    out.putString("düçk 🦆");
    out.putNullableString(null);
    out.putNullableString("");
    out.putBytes(new byte[] {1, 2, 3});
    out.putLongs(new long[] {7, -8, 9}, 2);
    out.putIntAt(0, 4711);

    WireReader in = new WireReader(out.written());
    assertThat(in.readInt()).isEqualTo(4711);
    assertThat(in.readByte()).isEqualTo((byte) 200);
    assertThat(in.readBoolean()).isTrue();
    assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.readString()).isEqualTo("düçk 🦆");
    assertThat(in.readNullableString()).isNull();
    assertThat(in.readNullableString()).isEmpty();
    assertThat(in.readBytes()).containsExactly(1, 2, 3);
    assertThat(in.readLongs(2)).containsExactly(7, -8);
    assertThat(in.remaining()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16383, 16384, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void shouldReadNumbersOfAnyLengthWhenWrittenInGroups(int value) throws Exception {
    WireWriter out = new WireWriter(8);
    out.putVarInt(value);
    assertThat(new WireReader(out.written()).readVarInt()).isEqualTo(value);
  }

  @Test
  void shouldGiveTheBufferBackWhenItGrewBeyondWhatIsKept() {
    WireWriter out = new WireWriter(64);
    out.putBytes(new byte[100_000]);
    out.reset(1000);
    assertThat(out.position()).isZero();
    assertThat(out.written().capacity()).isEqualTo(64);
  }

  @Test
  void shouldSayHowMuchIsAllowedWhenAMessageIsTooLong() {
    WireWriter out = new WireWriter(8, 1 << 20);
    out.putBytes(new byte[1 << 19]);
    assertThatThrownBy(() -> out.putBytes(new byte[1 << 19]))
        .isInstanceOf(MessageTooLongException.class)
        .hasMessageContaining("1048576");
  }

  @Test
  void shouldRefuseLengthsThatCannotBeThere() {
    WireWriter out = new WireWriter(8);
    out.putVarInt(Integer.MAX_VALUE);
    out.putLong(0);
    assertThatThrownBy(() -> reader(out).readBytes()).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> reader(out).readString()).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> reader(out).readCount(1)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> reader(out).readLongs(2)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> reader(out).readLongs(-1)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> new WireReader(ByteBuffer.allocate(3)).readInt())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("4 bytes expected, 3 are left");
  }

  private static WireReader reader(WireWriter out) {
    return new WireReader(out.written());
  }
}
