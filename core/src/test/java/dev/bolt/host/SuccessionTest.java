package dev.bolt.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.client.HostLink;
import dev.bolt.election.HostRecord;
import dev.bolt.engine.DuckDbEngine;
import dev.bolt.os.ProcessIdentity;
import dev.bolt.transport.Hello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host tells those who join it in which order they look for the next one. */
@Timeout(60)
class SuccessionTest {

  private static final String TOKEN = "00112233445566778899aabbccddeeff";

  @TempDir Path folder;

  private DuckDbEngine engine;
  private HostServer host;
  private HostRecord record;
  private final List<HostLink> links = new ArrayList<>();

  @BeforeEach
  void startHost() throws Exception {
    engine = DuckDbEngine.openInMemory();
    Path socket = folder.resolve("s");
    host =
        HostServer.start(
            socket,
            new HostServer.Credentials(TOKEN, Files.getOwner(folder)),
            (context, client) -> engine.openSession(context, client, false),
            () -> {});
    record =
        new HostRecord(
            ProcessIdentity.self(), 1, Hello.VERSION, "v", Map.of(), List.of(), socket, TOKEN);
  }

  @AfterEach
  void stopHost() throws Exception {
    links.forEach(HostLink::close);
    host.close();
    engine.close();
  }

  private HostLink join() throws Exception {
    HostLink link = HostLink.join(record, Duration.ofSeconds(10), lost -> {});
    links.add(link);
    return link;
  }

  private long placeOfNext() throws Exception {
    HostLink link = join();
    link.close();
    return link.place();
  }

  @Test
  void shouldGiveTheFirstPlaceThatIsFree() throws Exception {
    HostLink first = join();
    HostLink second = join();
    HostLink third = join();
    assertThat(List.of(first.place(), second.place(), third.place())).containsExactly(1L, 2L, 3L);

    second.close();

    await().untilAsserted(() -> assertThat(placeOfNext()).isEqualTo(2));
    first.close();
    await().untilAsserted(() -> assertThat(placeOfNext()).isEqualTo(1));
  }
}
