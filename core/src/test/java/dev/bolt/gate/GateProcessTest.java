package dev.bolt.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed or stopped in each state. Nobody is passed over because of the time he
 * runs inside, so that it is the kernel lock, and the state of the process, that lets others in.
 */
@Timeout(60)
class GateProcessTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  static final GateTiming ONLY_WHAT_IS_TESTED =
      GateTiming.DEFAULT.withPatience(Duration.ofMillis(200), Duration.ofHours(1));

  @TempDir Path folder;
  private WriteGate gate;
  private final List<ChildJvm> children = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    gate = WriteGate.open(folder, ONLY_WHAT_IS_TESTED);
  }

  @AfterEach
  void close() throws Exception {
    for (ChildJvm child : children) {
      child.kill();
    }
    gate.close();
  }

  private ChildJvm start(int gates) throws Exception {
    ChildJvm child = GateChild.start(folder, gates);
    children.add(child);
    return child;
  }

  private ChildJvm open(int gates) throws Exception {
    ChildJvm child = start(gates);
    assertThat(child.hear()).isEqualTo("open");
    return child;
  }

  /**
   *
   *
   * <pre>
   *   holder                       others
   *   enter
   *   (between gate and BEGIN)     wait
   *   killed
   *                                inside
   * </pre>
   */
  @Test
  void shouldReplaceAHolderWhoIsKilledInside() throws Exception {
    ChildJvm holder = open(1);
    assertThat(holder.ask("enter")).isEqualTo("inside");
    assertThat(gate.holder().orElseThrow().process().pid()).isEqualTo(holder.pid());
    CompletableFuture<Pass> waiter = waiter();
    holder.kill();
    waiter.get().leave();
  }

  @Test
  void shouldReplaceAHolderWhoIsKilledBetweenTransactions() throws Exception {
    ChildJvm holder = open(1);
    assertThat(holder.ask("enter")).isEqualTo("inside");
    assertThat(holder.ask("leave")).isEqualTo("outside");
    holder.kill();
    gate.enter(LONG).leave();
  }

  @Test
  void shouldGiveTheSlotOfTheDeadToTheNextProcessWhileTheGateIsStillHis() throws Exception {
    ChildJvm holder = open(1);
    assertThat(holder.ask("enter")).isEqualTo("inside");
    holder.kill();
    ChildJvm next = open(1);
    assertThat(gate.holder()).isEmpty();
    assertThat(next.ask("enter")).isEqualTo("inside");
    assertThat(gate.holder().orElseThrow().process().pid()).isEqualTo(next.pid());
  }

  @Test
  void shouldPassOverAWaiterWhoIsKilled() throws Exception {
    Pass pass = gate.enter(LONG);
    ChildJvm first = open(1);
    assertThat(first.ask("wait")).isEqualTo("waiting");
    CompletableFuture<Pass> second = waiter();
    first.kill();
    pass.leave();
    second.get().leave();
  }

  /**
   *
   *
   * <pre>
   *   holder           first            second
   *   enter
   *                    wait
   *                                     wait
   *                    stopped
   *   leave
   *                                     inside
   *                    resumed
   *                                     leave
   *                    inside
   * </pre>
   */
  @Test
  void shouldPassOverAWaiterWhoIsStoppedAndLetHimInWhenHeIsResumed() throws Exception {
    Pass pass = gate.enter(LONG);
    ChildJvm first = open(1);
    assertThat(first.ask("wait")).isEqualTo("waiting");
    CompletableFuture<Pass> second = waiter();
    first.stop();
    pass.leave();
    Pass mine = second.get();
    first.signal("CONT");
    mine.leave();
    assertThat(first.hear()).isEqualTo("inside");
    assertThat(first.ask("leave")).isEqualTo("outside");
  }

  @Test
  void shouldPassOverAHolderWhoIsStoppedInsideAndLetHimLeaveWithoutHarm() throws Exception {
    ChildJvm holder = open(1);
    assertThat(holder.ask("enter")).isEqualTo("inside");
    holder.stop();
    Pass mine = gate.enter(LONG);
    holder.signal("CONT");
    assertThat(holder.ask("leave")).isEqualTo("outside");
    assertThat(gate.holder().orElseThrow().process().pid())
        .isEqualTo(ProcessHandle.current().pid());
    mine.leave();
    assertThat(holder.ask("enter")).isEqualTo("inside");
  }

  @Test
  void shouldTakeTheGateFromAHolderWhoIsStoppedBetweenTransactions() throws Exception {
    ChildJvm holder = open(1);
    assertThat(holder.ask("enter")).isEqualTo("inside");
    assertThat(holder.ask("leave")).isEqualTo("outside");
    holder.stop();
    gate.enter(LONG).leave();
    holder.signal("CONT");
    assertThat(holder.ask("enter")).isEqualTo("inside");
  }

  @Test
  void shouldReplaceADeadHolderAlsoWhenTheFirstWaiterIsStopped() throws Exception {
    ChildJvm holder = open(1);
    assertThat(holder.ask("enter")).isEqualTo("inside");
    ChildJvm first = open(1);
    assertThat(first.ask("wait")).isEqualTo("waiting");
    first.stop();
    CompletableFuture<Pass> second = waiter();
    holder.kill();
    second.get().leave();
  }

  @Test
  void shouldGoOnWhileOneAfterTheOtherIsKilledInside() throws Exception {
    List<ChildJvm> victims = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      victims.add(start(1));
    }
    for (ChildJvm victim : victims) {
      assertThat(victim.hear()).isEqualTo("open");
    }
    assertThat(victims.get(0).ask("enter")).isEqualTo("inside");
    for (ChildJvm victim : victims.subList(1, 4)) {
      assertThat(victim.ask("wait")).isEqualTo("waiting");
    }
    // Who is slow to find the dead may be overtaken, so whoever is inside is the next victim.
    while (!victims.isEmpty()) {
      GateHolder holder = awaitHolder();
      ChildJvm victim =
          victims.stream().filter(v -> v.pid() == holder.process().pid()).findFirst().orElseThrow();
      victims.remove(victim);
      victim.kill();
    }
    gate.enter(LONG).leave();
  }

  @Test
  void shouldLetInSixtyFourOfFourProcessesOneAtATime() throws Exception {
    List<ChildJvm> crowd = List.of(start(16), start(16), start(16), start(16));
    for (ChildJvm child : crowd) {
      assertThat(child.hear()).isEqualTo("open");
    }
    crowd.forEach(child -> child.say("count 100"));
    for (ChildJvm child : crowd) {
      assertThat(child.hear()).isEqualTo("counted");
    }
    assertThat(SharedCount.of(folder).get()).isEqualTo(64 * 100);
  }

  /**
   * Fifteen wait for two seconds. It is less than a twentieth of a core where nothing else runs;
   * here it has to be told from threads that do not sleep.
   */
  @Test
  void shouldCostNextToNothingToWait() throws Exception {
    List<ChildJvm> crowd = List.of(start(5), start(5), start(5));
    for (ChildJvm child : crowd) {
      assertThat(child.hear()).isEqualTo("open");
    }
    Pass pass = gate.enter(LONG);
    for (ChildJvm child : crowd) {
      assertThat(child.ask("wait")).isEqualTo("waiting");
    }
    Duration before = cpu(crowd);
    long start = System.nanoTime();
    while (System.nanoTime() - start < Duration.ofSeconds(2).toNanos()) {
      Thread.sleep(10);
    }
    Duration used = cpu(crowd).minus(before);
    pass.leave();
    assertThat(used).isLessThan(Duration.ofMillis(800));
  }

  /** Who is inside and alive; the word names the last one still until somebody finds him dead. */
  private GateHolder awaitHolder() {
    while (true) {
      Optional<GateHolder> holder = gate.holder();
      if (holder.isPresent() && !holder.get().process().isDead()) {
        return holder.get();
      }
      assertThat(Thread.interrupted()).as("out of time").isFalse();
      Thread.yield();
    }
  }

  private static Duration cpu(List<ChildJvm> processes) {
    Duration sum = Duration.ZERO;
    for (ChildJvm process : processes) {
      sum =
          sum.plus(
              ProcessHandle.of(process.pid())
                  .orElseThrow()
                  .info()
                  .totalCpuDuration()
                  .orElseThrow());
    }
    return sum;
  }

  /** A thread of this process that waits, and has published its ticket. */
  private CompletableFuture<Pass> waiter() throws Exception {
    CompletableFuture<Pass> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(gate.enter(LONG));
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && !result.isDone()) {
      assertThat(Thread.interrupted()).as("out of time").isFalse();
      Thread.yield();
    }
    return result;
  }
}
