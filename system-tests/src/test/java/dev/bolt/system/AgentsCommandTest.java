package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The run of the original: four processes of eight agents on one file. */
@Timeout(120)
class AgentsCommandTest {

  @TempDir Path folder;

  @Test
  void shouldLetFourProcessesOfEightAgentsWorkWithoutAnError() throws Exception {
    run(EngineKind.DUCKDB, "0.5");
  }

  @Test
  @Tag("drill")
  void shouldDoSoOnBothEnginesForLonger() throws Exception {
    for (EngineKind engine : EngineKind.values()) {
      run(engine, "10");
    }
  }

  private void run(EngineKind engine, String seconds) throws Exception {
    CommandLine run =
        CommandLine.run(
            "agents",
            "--instances",
            "4",
            "--agents",
            "8",
            "--duration",
            seconds,
            "--warmup",
            "0",
            "--engine",
            engine.name(),
            DatabaseFile.in(folder, engine).path().toString());
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("mean query ms")
        .contains("4 processes of 8 agents: 0 errors")
        .contains("nothing lost or doubled");
  }
}
