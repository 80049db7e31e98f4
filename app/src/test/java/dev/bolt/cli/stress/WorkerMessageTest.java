package dev.bolt.cli.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.cli.workload.OperationKind;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class WorkerMessageTest {

  static Stream<WorkerMessage> messages() {
    Histogram histogram = LatencyRange.histogram();
    histogram.recordValue(1);
    histogram.recordValue(123_456_789);
    return Stream.of(
        new WorkerMessage.Prepared(),
        new WorkerMessage.Ready(),
        new WorkerMessage.Done(),
        new WorkerMessage.Failed("the file is locked by PID 12"),
        new WorkerMessage.Mishap(3, 12_345_678_901L, true, new ErrorKind("08007", "outcome of it")),
        new WorkerMessage.Mishap(0, 1, false, new ErrorKind("-----", "")),
        new WorkerMessage.Retries(OperationKind.HOT, 17),
        new WorkerMessage.Latencies(OperationKind.READ, histogram));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldReadWhatItWrote(WorkerMessage message) {
    assertThat(message.line()).doesNotContain("\n");
    assertThat(WorkerMessage.parse(message.line())).isEqualTo(message);
  }

  @Test
  void shouldKeepAMessageOnOneLine() {
    assertThat(new WorkerMessage.Failed("a\nb\r\n c").line()).isEqualTo("failed a b c");
  }

  @Test
  void shouldRefuseWhatIsNoMessage() {
    assertThatThrownBy(() -> WorkerMessage.parse("hello"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldCountErrorsThatDifferInNumbersAsTheSame() {
    ErrorKind one = ErrorKind.of(new SQLException("held by PID 812\nmore", "55P03"));
    ErrorKind other = ErrorKind.of(new SQLException("held by PID 7", "55P03"));
    assertThat(one).isEqualTo(other).isEqualTo(new ErrorKind("55P03", "held by PID #"));
  }

  @Test
  void shouldNameAnErrorWithoutStateOrMessage() {
    assertThat(ErrorKind.of(new SQLException()))
        .isEqualTo(new ErrorKind("-----", "java.sql.SQLException"));
    assertThat(ErrorKind.of(new IllegalStateException("x")))
        .isEqualTo(new ErrorKind("-----", "java.lang.IllegalStateException: x"));
  }
}
