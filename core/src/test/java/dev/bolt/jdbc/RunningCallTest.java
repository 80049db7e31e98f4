package dev.bolt.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.engine.EngineSession;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunningCallTest {

  private static final int CALLS = 300_000;

  private final RunningCall running = new RunningCall();
  private final Object meant = "meant";
  private final Object other = "other";
  private volatile Object inEngine;
  private final AtomicInteger hits = new AtomicInteger();
  private final AtomicInteger wrongHits = new AtomicInteger();

  /** A session that sees whom its cancel hits; nobody asks it anything else. */
  private final EngineSession session =
      (EngineSession)
          Proxy.newProxyInstance(
              EngineSession.class.getClassLoader(),
              new Class<?>[] {EngineSession.class},
              (proxy, method, arguments) -> {
                (inEngine == other ? wrongHits : hits).incrementAndGet();
                return null;
              });

  @Test
  void shouldCancelTheCallerThatIsMeantAndNoOther() throws Exception {
    CompletableFuture<Void> calls = CompletableFuture.runAsync(this::callInTurns);
    while (!calls.isDone()) {
      running.cancel(meant, session);
    }
    calls.get();
    assertThat(hits).hasPositiveValue();
    assertThat(wrongHits).hasValue(0);
  }

  private void callInTurns() {
    for (int i = 0; i < CALLS || hits.get() == 0; i++) {
      Object caller = i % 2 == 0 ? meant : other;
      running.enter(caller);
      inEngine = caller;
      inEngine = null;
      running.leave();
    }
  }

  @Test
  void shouldDoNothingWhereTheCallerRunsNothing() throws SQLException {
    running.cancel(meant, session);
    running.enter(other);
    running.cancel(meant, session);
    running.leave();
    running.cancel(other, session);
    assertThat(hits).hasValue(0);
    assertThat(wrongHits).hasValue(0);
  }
}
