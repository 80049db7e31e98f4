package dev.bolt.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.EngineKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar by itself, without the library that lies unpacked beside it for the launcher. */
@Timeout(60)
class JarTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void shouldBringBothEngines(EngineKind engine) throws Exception {
    CommandLine run =
        CommandLine.runJar("sql", DatabaseFile.in(folder, engine).url(), "SELECT 42", "--csv");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("42\r\n42\r\n");
    assertThat(run.status()).isZero();
  }
}
