package dev.bolt.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bolt.DatabaseId;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.testing.ChildJvm;
import dev.bolt.testing.SqlChild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that share a database from several PID namespaces, as those of containers do: the
 * number of a process there means nothing, or another one, here.
 */
@Timeout(120)
class PidNamespaceTest {

  /** Whoever ends the first process, ends the namespace; the kernel does the rest. */
  private static final List<String> UNSHARE =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  @TempDir Path folder;

  private Path file;
  private String url;

  @BeforeEach
  void nameTheDatabase() {
    file = folder.resolve("a.duckdb");
    url = "jdbc:bolt:duckdb:" + file;
  }

  @BeforeEach
  void requireNamespaces() throws Exception {
    assumeTrue(mayUnshare(), "This user may not create PID namespaces (unshare --pid)");
  }

  private static boolean mayUnshare() throws InterruptedException {
    List<String> command = new ArrayList<>(UNSHARE);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      // There is no such program here.
      return false;
    }
  }

  private ChildJvm open(boolean inside) throws Exception {
    ChildJvm child = inside ? SqlChild.startBehind(UNSHARE, url) : SqlChild.start(url);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  private ProcessIdentity host() throws Exception {
    return CurrentHost.of(DatabaseId.of(file)).orElseThrow();
  }

  private void assertTakeover(boolean hostInside) throws Exception {
    try (ChildJvm host = open(hostInside);
        ChildJvm joined = open(!hostInside)) {
      ProcessIdentity first = host();
      assertThat(first.visible()).isEqualTo(!hostInside);
      assertThat(host.ask("CREATE TABLE t(x INTEGER)")).startsWith("count");
      assertThat(joined.ask("INSERT INTO t VALUES (1)")).isEqualTo("count 1");
      host.kill();
      assertThat(joined.ask("INSERT INTO t VALUES (2)")).isEqualTo("count 1");
      assertThat(host()).isNotEqualTo(first);
      assertThat(host().visible()).isEqualTo(hostInside);
      try (ChildJvm again = open(hostInside)) {
        assertThat(again.ask("INSERT INTO t VALUES (3)")).isEqualTo("count 1");
        again.kill();
        assertThat(joined.ask("SELECT * FROM t ORDER BY x")).isEqualTo("rows 1;2;3");
      }
    }
  }

  @Test
  void shouldShareAHostInAnotherNamespaceAndTakeOverFromIt() throws Exception {
    assertTakeover(true);
  }

  @Test
  void shouldShareAHostOfThisNamespaceFromAnotherAndTakeOverFromIt() throws Exception {
    assertTakeover(false);
  }
}
