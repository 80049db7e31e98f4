package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StreamsTest {

  @Test
  void shouldReadAsMuchAsAskedFor() throws SQLException {
    String text = "x".repeat(20_000);
    assertThat(Streams.text(new StringReader(text), Streams.TO_END)).isEqualTo(text);
    assertThat(Streams.text(new StringReader(text), 10_000)).hasSize(10_000);
    assertThat(Streams.text(new StringReader(text), 0)).isEmpty();
    byte[] bytes = {1, 2, 3};
    assertThat(Streams.bytes(new ByteArrayInputStream(bytes), Streams.TO_END)).isEqualTo(bytes);
    assertThat(Streams.bytes(new ByteArrayInputStream(bytes), 2)).containsExactly(1, 2);
    assertThat(Streams.bytes(new ByteArrayInputStream(bytes), 9)).isEqualTo(bytes);
  }

  @Test
  void shouldTakeNullForNull() throws SQLException {
    assertThat(Streams.bytes(null, 3)).isNull();
    assertThat(Streams.text((Reader) null, 3)).isNull();
    assertThat(Streams.text((InputStream) null, Streams.TO_END)).isNull();
  }

  @Test
  void shouldRefuseImpossibleLengths() {
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> Streams.text(new StringReader(""), -2));
    assertFails(
        ErrorCode.INVALID_ARGUMENT, () -> Streams.bytes(InputStream.nullInputStream(), 1L << 31));
  }

  @Test
  void shouldReportAStreamThatFails() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the wire is cut");
          }
        };
    assertThat((Throwable) assertFails(ErrorCode.IO, () -> Streams.bytes(failing, Streams.TO_END)))
        .hasMessageContaining("the wire is cut");
  }
}
