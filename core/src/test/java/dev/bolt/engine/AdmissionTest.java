package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who runs in the engine and who waits, on a clock that stands still until it is moved. */
@Timeout(30)
class AdmissionTest {

  private final AtomicLong clock = new AtomicLong(1);
  private final Admission admission = new Admission(2, 2, clock::get);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final List<Visitor> visitors = new ArrayList<>();

  /** A thread that wants in, and says so when it is. */
  private final class Visitor {
    private final String name;
    private final Admission.Place place;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Thread thread;
    private volatile Boolean answer;

    Visitor(String name, long process, String sql) {
      this.name = name;
      place = admission.place(process);
      thread =
          new Thread(
              () -> {
                boolean in = place.enter(sql, cancelled::get);
                if (in) {
                  order.add(name);
                }
                answer = in;
              });
      visitors.add(this);
      thread.start();
    }

    Visitor waits() {
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
      return this;
    }

    Visitor comesIn() {
      await().until(() -> Boolean.TRUE.equals(answer));
      return this;
    }

    void cancel() {
      cancelled.set(true);
      place.wake();
      await().until(() -> Boolean.FALSE.equals(answer));
    }
  }

  @AfterEach
  void letAllGo() throws InterruptedException {
    for (Visitor visitor : visitors) {
      visitor.cancelled.set(true);
      visitor.place.wake();
      visitor.thread.join();
    }
  }

  private Visitor visitor(String name, long process) {
    return new Visitor(name, process, name);
  }

  private void passes(long nanos) {
    clock.addAndGet(nanos);
    visitors.forEach(visitor -> visitor.place.wake());
  }

  @Test
  void shouldLetAsManyInAsThereArePlaces() {
    Visitor first = visitor("a", 1).comesIn();
    visitor("b", 1).comesIn();
    Visitor third = visitor("c", 1).waits();
    first.place.leave();
    third.comesIn();
    visitor("d", 1).waits();
  }

  @Test
  void shouldLetProcessesTakeTurns() {
    Visitor first = visitor("a", 1).comesIn();
    visitor("b", 1).comesIn();
    visitor("c1", 1).waits();
    visitor("d1", 1).waits();
    visitor("e1", 1).waits();
    visitor("f2", 2).waits();
    Visitor last = first;
    for (String next : List.of("c1", "f2", "d1", "e1")) {
      last.place.leave();
      await().until(() -> order.contains(next));
      last = visitors.stream().filter(v -> next.equals(v.name)).findFirst().orElseThrow();
    }
    assertThat(order).containsExactly("a", "b", "c1", "f2", "d1", "e1");
  }

  @Test
  void shouldLetSomebodyInWhenOneInsideTurnsOutToBeLong() {
    visitor("a", 1).comesIn();
    visitor("b", 1).comesIn();
    Visitor waiting = visitor("c", 2).waits();
    passes(Admission.SHORT_NANOS);
    waiting.comesIn();
  }

  @Test
  void shouldNotLetTheShortWaitForWhatIsKnownToBeLong() {
    runLong("scan");
    for (int i = 0; i < 2; i++) {
      new Visitor("scan", 1, "scan").comesIn();
    }
    Visitor third = new Visitor("scan", 1, "scan").waits();
    for (int i = 0; i < 4; i++) {
      visitor("short", 1).comesIn();
    }
    assertThat(admission.isCrowded()).isFalse();
    visitor("more", 1).waits();
    assertThat(admission.isCrowded()).isTrue();
    passes(Admission.LONG_NANOS);
    third.comesIn();
  }

  private void runLong(String sql) {
    Visitor once = new Visitor("once", 1, sql).comesIn();
    passes(10 * Admission.SHORT_NANOS);
    once.place.leave();
  }

  @Test
  void shouldForgetThatSomethingWasLong() {
    runLong("sometimes");
    for (int i = 0; i < 20; i++) {
      new Visitor("sometimes", 1, "sometimes").comesIn().place.leave();
    }
    visitor("a", 1).comesIn();
    visitor("b", 1).comesIn();
    new Visitor("sometimes", 1, "sometimes").waits();
  }

  @Test
  void shouldLetGoWhoIsCancelled() {
    Visitor first = visitor("a", 1).comesIn();
    visitor("b", 1).comesIn();
    Visitor cancelled = visitor("c", 1).waits();
    Visitor next = visitor("d", 1).waits();
    cancelled.cancel();
    cancelled.place.leave();
    first.place.leave();
    next.comesIn();
    assertThat(order).containsExactly("a", "b", "d");
  }

  @Test
  void shouldKeepAnInterruptForLater() {
    visitor("a", 1).comesIn();
    visitor("b", 1).comesIn();
    Visitor waiting = visitor("c", 1).waits();
    waiting.thread.interrupt();
    waiting.waits();
    assertThat(waiting.answer).isNull();
  }
}
