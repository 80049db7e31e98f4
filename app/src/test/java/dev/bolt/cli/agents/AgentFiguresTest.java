package dev.bolt.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentFiguresTest {
  private static final AgentFigures SOME =
      new AgentFigures(10, 20_000_000, 5_000_000, 3, 2, 2, 1_000_000, 900_000, 1, 1);

  @Test
  void shouldGoThroughALine() {
    assertThat(AgentFigures.parse(SOME.line())).isEqualTo(SOME);
  }

  @Test
  void shouldAddUp() {
    AgentFigures all = SOME.plus(SOME).plus(AgentFigures.none());
    assertThat(all.queries()).isEqualTo(20);
    assertThat(all.queryMillis()).isEqualTo(2);
    assertThat(all.lockMillis()).isEqualTo(0.5);
    assertThat(all.slowestQueryNanos()).isEqualTo(5_000_000);
    assertThat(AgentFigures.none().queryMillis()).isZero();
  }

  @Test
  void shouldReportWhatWentWrong() throws IOException {
    StringBuilder text = new StringBuilder();
    AgentsReport report = new AgentsReport(8, List.of(SOME), SOME, "");
    report.write(text);
    assertThat(text).contains("mean query ms").contains("2.000").contains("0.500");
    assertThat(report.isGood()).isFalse();
    assertThat(report.verdict()).contains("1 processes of 8 agents: 1 errors");
    AgentsReport lost = new AgentsReport(8, List.of(), AgentFigures.none(), "a row is gone");
    assertThat(lost.isGood()).isFalse();
    assertThat(lost.verdict()).endsWith("a row is gone");
  }
}
