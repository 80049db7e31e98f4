package dev.bolt.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bolt.client.HostLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host tells those who join it in which order they look for the next one. */
@Timeout(60)
class SuccessionTest {

  @TempDir Path folder;

  private LocalHost host;
  private final List<HostLink> links = new ArrayList<>();

  @BeforeEach
  void startHost() throws Exception {
    host = LocalHost.start(folder);
  }

  @AfterEach
  void stopHost() throws Exception {
    links.forEach(HostLink::close);
    host.close();
  }

  private HostLink join() throws Exception {
    HostLink link = HostLink.join(host.record(), Duration.ofSeconds(10), lost -> {});
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
