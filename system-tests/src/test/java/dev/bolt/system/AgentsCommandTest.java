package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The run of the original: four processes of eight agents on one file. */
@Timeout(120)
class AgentsCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldLetFourProcessesOfEightAgentsWorkWithoutAnError(EngineKind engine) throws Exception {
    CommandLine run =
        CommandLine.run(
            "agents",
            "--instances",
            "4",
            "--agents",
            "8",
            "--duration",
            "1",
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
