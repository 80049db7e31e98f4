package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads of one process, and gates that each have a slot, as processes do. */
@Timeout(60)
class WriteGateTest {

  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Nobody is passed over, so that what holds is mutual exclusion and the order. */
  private static final GateTiming PATIENT =
      new GateTiming(1_000_000, 20_000, LONG.toNanos(), 5_000_000, 20_000_000, 0, 0)
          .withPatience(LONG, LONG);

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<WriteGate> gates = new ArrayList<>();
  private GateFile file;
  private WriteGate gate;
  private WriteGate other;

  @BeforeEach
  void open() throws Exception {
    gate = openGate();
    other = openGate();
    file = GateFileOpening.open(folder);
  }

  private WriteGate openGate() throws Exception {
    WriteGate opened = WriteGate.open(folder, PATIENT);
    gates.add(opened);
    return opened;
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    for (WriteGate opened : gates) {
      opened.close();
    }
  }

  @Test
  void shouldGiveTheTurnAwayWithinItsSlice() throws Exception {
    gate.enter(SHORT).leaveForGood();
    assertThat(GateWord.isNobodys(file.word())).isTrue();
    other.enter(SHORT).leaveForGood();
    gate.enter(SHORT).leave();
  }

  @Test
  void shouldKeepTheTurnBetweenTransactionsWhileNobodyWaits() throws Exception {
    gate.enter(LONG).leave();
    int turn = GateWord.turn(file.word());
    for (int i = 0; i < 100_000; i++) {
      gate.enter(LONG).leave();
    }
    assertThat(GateWord.turn(file.word())).isEqualTo(turn);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 500, -500})
  void shouldLetOneInAtATimeAlsoWhenTicketsOverflow(long firstTicket) throws Exception {
    file.setNextTicket(firstTicket);
    int[] unguarded = {0};
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      WriteGate mine = i % 2 == 0 ? gate : other;
      done.add(
          threads.submit(
              () -> {
                for (int n = 0; n < 500; n++) {
                  Pass pass = mine.enter(LONG);
                  unguarded[0]++;
                  pass.leave();
                  if (n % 10 == 0) {
                    Thread.yield();
                  }
                }
                return null;
              }));
    }
    for (Future<?> future : done) {
      future.get();
    }
    assertThat(unguarded[0]).isEqualTo(3000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Long.MAX_VALUE - 3, -3})
  void shouldLetInByAgeAcrossProcessesAndThreads(long firstTicket) throws Exception {
    file.setNextTicket(firstTicket);
    Pass first = gate.enter(LONG);
    List<Integer> order = new ArrayList<>();
    List<Future<?>> done = new ArrayList<>();
    WriteGate third = openGate();
    for (WriteGate mine : List.of(other, gate, other, third, third, gate)) {
      int number = done.size();
      long ticket = ticketCounter();
      done.add(
          threads.submit(
              () -> {
                Pass pass = mine.enter(LONG);
                order.add(number);
                pass.leave();
                return null;
              }));
      await(() -> ticketCounter() != ticket);
    }
    await(() -> file.countOlder(ticketCounter()) == 3);
    first.leave();
    for (Future<?> future : done) {
      future.get();
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
  }

  /** The counter itself, which stands at byte 192. */
  private long ticketCounter() {
    try (FileChannel channel = FileChannel.open(folder.resolve("gate"))) {
      ByteBuffer counter = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      channel.read(counter, 192);
      return counter.getLong(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldEndATurnAtTheRequestOfAWaiterThoughTheHolderGoesOn() throws Exception {
    AtomicBoolean in = new AtomicBoolean();
    Pass pass = gate.enter(LONG);
    Future<?> waiter =
        threads.submit(
            () -> {
              Pass mine = other.enter(LONG);
              in.set(true);
              mine.leave();
              return null;
            });
    while (!in.get()) {
      pass.leave();
      pass = gate.enter(LONG);
    }
    pass.leave();
    waiter.get();
  }

  @Test
  void shouldTellAThreadAtOnceThatItWouldWaitForItself() throws Exception {
    Pass pass = gate.enter(LONG);
    assertThatThrownBy(() -> gate.enter(LONG))
        .isInstanceOf(AlreadyInsideException.class)
        .hasMessageContaining("another connection");
    assertThatThrownBy(() -> gate.tryEnter()).isInstanceOf(AlreadyInsideException.class);
    pass.leave();
    gate.enter(LONG).leave();
  }

  @Test
  void shouldLetAnotherThreadLeaveForTheOneThatWentIn() throws Exception {
    Pass pass = gate.enter(LONG);
    threads.submit(pass::leave).get();
    gate.enter(LONG).leave();
    threads.submit(() -> enterAndLeave(gate)).get();
  }

  @Test
  void shouldLeaveOnlyItsOwnTurn() throws Exception {
    Pass old = gate.enter(LONG);
    old.leave();
    Pass next = threads.submit(() -> other.enter(LONG)).get();
    old.leave();
    assertThat(gate.tryEnter()).isEmpty();
    next.leave();
    enterAndLeave(gate);
  }

  @Test
  void shouldSayWhoIsInsideWhenTheTimeIsOver() throws Exception {
    assertThat(gate.holder()).isEmpty();
    Pass pass = other.enter(LONG);
    assertThatThrownBy(() -> gate.enter(SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("50 ms")
        .hasMessageContaining("PID " + ProcessHandle.current().pid());
    assertThat(gate.holder().orElseThrow().process()).isEqualTo(ProcessIdentity.self());
    pass.leave();
    assertThat(gate.holder()).isEmpty();
    gate.enter(SHORT).leave();
  }

  @Test
  void shouldWaitForAnyDurationAndForNone() throws Exception {
    gate.enter(Duration.ofSeconds(Long.MAX_VALUE)).leave();
    Pass pass = other.enter(LONG);
    assertThatThrownBy(() -> gate.enter(Duration.ZERO)).isInstanceOf(TimeoutException.class);
    pass.leave();
  }

  @Test
  void shouldStopWaitingWhenItIsInterrupted() throws Exception {
    Pass pass = gate.enter(LONG);
    List<Thread> waiting = new ArrayList<>();
    List<CompletableFuture<Throwable>> ends = new ArrayList<>();
    for (WriteGate mine : List.of(other, other)) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread thread = new Thread(() -> end.complete(failure(mine, () -> false)));
      thread.start();
      waiting.add(thread);
      ends.add(end);
      await(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }
    for (int i = 1; i >= 0; i--) {
      waiting.get(i).interrupt();
      assertThat(ends.get(i).get()).isInstanceOf(InterruptedException.class);
    }
    assertThat(file.anyTicket()).isFalse();
    pass.leave();
    enterAndLeave(other);
  }

  @Test
  void shouldStopWaitingWhenItIsTold() throws Exception {
    Pass pass = gate.enter(LONG);
    AtomicBoolean givenUp = new AtomicBoolean();
    Future<Throwable> first = threads.submit(() -> failure(other, givenUp::get));
    Future<Throwable> second = threads.submit(() -> failure(other, givenUp::get));
    await(() -> file.anyTicket());
    givenUp.set(true);
    assertThat(first.get()).isInstanceOf(CancellationException.class);
    assertThat(second.get()).isInstanceOf(CancellationException.class);
    assertThat(file.anyTicket()).isFalse();
    pass.leave();
  }

  @Test
  void shouldTellWaitersThatItIsClosed() throws Exception {
    Pass pass = gate.enter(LONG);
    Future<Throwable> waiter = threads.submit(() -> failure(other, () -> false));
    await(() -> file.anyTicket());
    other.close();
    other.close();
    assertThat(waiter.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    pass.leave();
    assertThatThrownBy(() -> other.enter(LONG)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldNotKeepOthersOutWhenItIsClosedInside() throws Exception {
    Pass pass = other.enter(LONG);
    other.close();
    Pass mine = gate.enter(LONG);
    pass.leave();
    assertThat(gate.holder()).isPresent();
    mine.leave();
  }

  @Test
  void shouldPassOverAThreadThatStaysInsideAndLetItLeaveWithoutHarm() throws Exception {
    GateTiming impatient = PATIENT.withPatience(LONG, SHORT);
    try (WriteGate hasty = WriteGate.open(folder, impatient)) {
      Pass slow = gate.enter(LONG);
      Pass mine = hasty.enter(LONG);
      assertThatThrownBy(() -> gate.enter(LONG)).isInstanceOf(AlreadyInsideException.class);
      slow.leave();
      assertThat(other.tryEnter()).isEmpty();
      mine.leave();
    }
    enterAndLeave(gate);
  }

  @Test
  void shouldHaveRoomForSixtyFourProcesses() throws Exception {
    while (gates.size() < 64) {
      openGate();
    }
    AtomicInteger inside = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(64);
    Pass first = gate.enter(LONG);
    List<Future<Integer>> done = new ArrayList<>();
    for (WriteGate mine : gates) {
      done.add(
          threads.submit(
              () -> {
                all.countDown();
                Pass pass = mine.enter(LONG);
                int here = inside.incrementAndGet();
                inside.decrementAndGet();
                pass.leave();
                return here;
              }));
    }
    all.await();
    first.leave();
    for (Future<Integer> future : done) {
      assertThat(future.get()).isEqualTo(1);
    }
  }

  private static Void enterAndLeave(WriteGate gate) throws InterruptedException, TimeoutException {
    gate.enter(LONG).leave();
    return null;
  }

  private static Throwable failure(WriteGate gate, BooleanSupplier givenUp) {
    try {
      gate.enter(LONG, givenUp).leave();
      return null;
    } catch (Exception e) {
      return e;
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(Thread.interrupted()).as("out of time").isFalse();
      Thread.yield();
    }
  }
}
