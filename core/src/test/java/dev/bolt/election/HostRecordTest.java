package dev.bolt.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.os.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostRecordTest {

  private static final HostRecord RECORD =
      new HostRecord(
          ProcessIdentity.self(),
          7,
          1,
          "v2.0.0",
          Map.of("threads", "2", "odd = name", "ä\n#"),
          List.of("SET GLOBAL threads = 1", "SET GLOBAL \"x\" = 'a\n=b'"),
          Path.of("/tmp/s"),
          "00ff");

  @Test
  void shouldReadWhatItWrites() {
    assertThat(HostRecord.parse(RECORD.format())).contains(RECORD);
  }

  @Test
  void shouldReadARecordWithoutASocket() {
    HostRecord deaf = RECORD.withoutSocket();
    assertThat(HostRecord.parse(deaf.format())).contains(deaf);
    assertThat(deaf.socket()).isNull();
  }

  @Test
  void shouldTakeRubbishForNoRecord() {
    Random random = new Random(42);
    String text = RECORD.format();
    assertThat(HostRecord.parse("")).isEmpty();
    assertThat(HostRecord.parse("\\u12")).isEmpty();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThat(HostRecord.parse(new String(bytes, StandardCharsets.ISO_8859_1))).isEmpty();
    }
    for (int end = 0; end < text.length() - 12; end += 3) {
      HostRecord.parse(text.substring(0, end)).ifPresent(cut -> assertThat(cut).isNotNull());
    }
  }
}
