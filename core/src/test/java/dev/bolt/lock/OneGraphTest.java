package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.gate.GateState;
import dev.bolt.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cycles through named locks and the write gates of several files, in several processes: each has
 * one victim, who is told of the whole cycle, and the others go on.
 */
@Timeout(60)
class OneGraphTest {

  /** How long a cycle may stand, with much to spare for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static Crew crew;

  @TempDir Path folder;
  private final List<ChildJvm> children = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    crew = new Crew(2);
  }

  @AfterAll
  static void end() throws Exception {
    crew.close();
  }

  @BeforeEach
  void take() throws Exception {
    for (int i = 0; i < 2; i++) {
      children.add(crew.take(folder.resolve("locks.db")));
    }
  }

  @AfterEach
  void rest() throws Exception {
    crew.rest();
  }

  private String ask(int child, String line) {
    return children.get(child).ask(line);
  }

  private void done(int child, String line) {
    assertThat(ask(child, line)).matches("\\d (held \\d+|released|written|rolled back)");
  }

  private static Path file(Path folder, String name) throws Exception {
    return folder.toRealPath().resolve(name);
  }

  /**
   *
   *
   * <pre>
   *   1: thread 1            2: thread 2
   *   lock a
   *                          writes to f.db in a transaction
   *   writes to f.db: waits
   *                          lock a: waits, and closes the cycle
   *                          is the victim: it got what it holds later
   *                          rolls back
   *   has written
   * </pre>
   */
  @Test
  void shouldFindACycleOfANamedLockAndAGate() throws Exception {
    done(0, "1 acquire a EXCLUSIVE 40000");
    done(1, "2 write f.db");
    children.get(0).say("1 write f.db");
    awaitWaiterAtGate("f.db");
    long start = System.nanoTime();
    String answer = ask(1, "2 acquire a EXCLUSIVE 40000");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(answer)
        .startsWith("2 40P01 Deadlock of 2: ")
        .contains(
            "PID "
                + children.get(0).pid()
                + ", thread t1 waits for the write gate of "
                + file(folder, "f.db"))
        .contains(
            "PID "
                + children.get(1).pid()
                + ", thread t2 waits for the lock 'a' of "
                + file(folder, "locks.db"));
    done(1, "2 rollback f.db");
    assertThat(children.get(0).hear()).isEqualTo("1 written");
    done(0, "1 rollback f.db");
    done(1, "2 write f.db");
  }

  /** The one at the gate holds less, and is the victim though the other closed the cycle. */
  @Test
  void shouldTellWhoWaitsAtAGateThatHeIsTheVictim() throws Exception {
    done(0, "1 acquire a EXCLUSIVE 40000");
    done(1, "2 acquire b EXCLUSIVE 40000");
    done(1, "2 write f.db");
    children.get(0).say("1 write f.db");
    awaitWaiterAtGate("f.db");
    children.get(1).say("2 acquire a EXCLUSIVE 40000");
    assertThat(children.get(0).hear()).startsWith("1 40P01 Deadlock of 2: ");
    done(0, "1 release a");
    assertThat(children.get(1).hear()).startsWith("2 held");
    done(1, "2 rollback f.db");
    done(0, "1 write f.db");
  }

  @Test
  void shouldFindACycleOfTheGatesOfTwoFiles() throws Exception {
    done(0, "1 write f.db");
    done(1, "2 write g.db");
    children.get(0).say("1 write g.db");
    awaitWaiterAtGate("g.db");
    assertThat(ask(1, "2 write f.db"))
        .startsWith("2 40P01 Deadlock of 2: ")
        .contains("the write gate of " + file(folder, "f.db"))
        .contains("the write gate of " + file(folder, "g.db"));
    done(1, "2 rollback g.db");
    assertThat(children.get(0).hear()).isEqualTo("1 written");
  }

  /** Whoever is dead holds nothing any more, though it stands on the board that he waits. */
  @Test
  void shouldTakeNoDeadMemberForOne() throws Exception {
    done(0, "1 acquire a EXCLUSIVE 40000");
    done(1, "2 acquire b EXCLUSIVE 40000");
    done(1, "2 write f.db");
    children.get(1).say("2 acquire a EXCLUSIVE 40000");
    awaitWaiter();
    children.get(1).kill();
    done(0, "1 write f.db");
    done(0, "1 acquire b EXCLUSIVE 40000");
  }

  private void awaitWaiterAtGate(String name) throws Exception {
    Path sidecar = file(folder, name + ".bolt");
    Awaitility.await().until(() -> !GateState.look(sidecar).waiting().isEmpty());
  }

  private void awaitWaiter() throws Exception {
    try (DatabaseLockManager locks = DatabaseLockManager.open(folder.resolve("locks.db"))) {
      Awaitility.await().until(() -> !locks.lockInfo().waiters().isEmpty());
    }
  }
}
