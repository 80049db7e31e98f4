package dev.bolt.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bolt.os.ProcessIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of giving, on a table of this process alone. */
@Timeout(60)
class QueuesTest {

  private static final int MINE = 3;
  private static final LockOwner OWNER = LockOwner.create("owner");

  private LockTable table;
  private Queues queues;

  @BeforeEach
  void create() {
    table = new LockTable(ByteBuffer.allocateDirect(LockTable.LENGTH));
    queues = new Queues(table, MINE);
    queues.rebuild();
  }

  private static LockName name(String text) throws Exception {
    return LockName.of(LockName.Kind.LOCK, text);
  }

  /** As who acquires does: an entry that holds or waits. */
  private int come(String lock, LockMode mode) throws Exception {
    Phase phase = queues.isOpen(name(lock), mode) ? Phase.HELD : Phase.WAITING;
    return queues.add(name(lock), mode, OWNER, phase);
  }

  private void go(int entry) {
    queues.remove(entry, table.ticket(entry));
  }

  private List<Phase> phases(int... entries) {
    List<Phase> phases = new ArrayList<>();
    for (int entry : entries) {
      phases.add(table.phase(entry));
    }
    return phases;
  }

  @Test
  void shouldOfferToReadersTogetherUpToTheNextWriter() throws Exception {
    int holder = come("a", LockMode.EXCLUSIVE);
    int first = come("a", LockMode.SHARED);
    int second = come("a", LockMode.SHARED);
    int writer = come("a", LockMode.EXCLUSIVE);
    int third = come("a", LockMode.SHARED);
    assertThat(table.rank(third)).isEqualTo(3);
    go(holder);
    assertThat(phases(first, second, writer, third))
        .containsExactly(Phase.OFFERED, Phase.OFFERED, Phase.WAITING, Phase.WAITING);
    assertThat(queues.takeWoken()).containsExactly(first, second);
    assertThat(table.rank(third)).isEqualTo(1);
    assertThat(table.token(second)).isGreaterThan(table.token(first));
    go(first);
    assertThat(table.phase(writer)).isEqualTo(Phase.WAITING);
    go(second);
    assertThat(phases(writer, third)).containsExactly(Phase.OFFERED, Phase.WAITING);
  }

  @Test
  void shouldLetNobodyOvertakeWhoWaits() throws Exception {
    come("a", LockMode.SHARED);
    come("a", LockMode.EXCLUSIVE);
    assertThat(queues.isOpen(name("a"), LockMode.SHARED)).isFalse();
    assertThat(queues.isOpen(name("b"), LockMode.EXCLUSIVE)).isTrue();
  }

  @Test
  void shouldServeTheNextWhenAWaiterGoes() throws Exception {
    come("a", LockMode.SHARED);
    int writer = come("a", LockMode.EXCLUSIVE);
    int reader = come("a", LockMode.SHARED);
    go(writer);
    assertThat(table.phase(reader)).isEqualTo(Phase.OFFERED);
  }

  @Test
  void shouldLetOthersPastWhoDoesNotTakeAnOfferAndKeepHisPlace() throws Exception {
    int holder = come("a", LockMode.EXCLUSIVE);
    int first = come("a", LockMode.EXCLUSIVE);
    int second = come("a", LockMode.EXCLUSIVE);
    int third = come("a", LockMode.EXCLUSIVE);
    go(holder);
    queues.passOver(first, table.ticket(first) + 1);
    assertThat(table.phase(first)).isEqualTo(Phase.OFFERED);
    queues.passOver(first, table.ticket(first));
    assertThat(phases(first, second)).containsExactly(Phase.PASSED, Phase.OFFERED);
    queues.waitAgain(first, table.ticket(first));
    assertThat(table.phase(first)).isEqualTo(Phase.WAITING);
    go(second);
    assertThat(phases(first, third)).containsExactly(Phase.OFFERED, Phase.WAITING);
  }

  @Test
  void shouldOfferAVictimWhatIsFree() throws Exception {
    int holder = come("a", LockMode.EXCLUSIVE);
    int victim = come("a", LockMode.EXCLUSIVE);
    queues.change(victim, Phase.VICTIM);
    go(holder);
    assertThat(table.phase(victim)).isEqualTo(Phase.OFFERED);
  }

  @Test
  void shouldNotEndTheStayOfWhoCameLater() throws Exception {
    int holder = come("a", LockMode.EXCLUSIVE);
    long ticket = table.ticket(holder);
    go(holder);
    int next = come("b", LockMode.EXCLUSIVE);
    assertThat(next).isEqualTo(holder);
    queues.remove(holder, ticket);
    queues.downgrade(holder, ticket);
    assertThat(table.phase(next)).isEqualTo(Phase.HELD);
    assertThat(table.mode(next)).isEqualTo(LockMode.EXCLUSIVE);
  }

  @Test
  void shouldSweepTheEntriesOfOneProcess() throws Exception {
    Queues other = new Queues(table, MINE + 1);
    other.add(name("a"), LockMode.EXCLUSIVE, OWNER, Phase.HELD);
    int mine = come("a", LockMode.EXCLUSIVE);
    int alsoMine = come("b", LockMode.EXCLUSIVE);
    queues.sweep(MINE + 1);
    assertThat(phases(mine, alsoMine)).containsExactly(Phase.OFFERED, Phase.HELD);
    assertThat(table.process(MINE)).isEqualTo(ProcessIdentity.self());
  }

  @Test
  void shouldKnowFewEntriesAgainOnceMostHaveGone() throws Exception {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < LockTable.ENTRIES; i++) {
      all.add(come("n" + i, LockMode.SHARED));
    }
    assertThatThrownBy(() -> come("more", LockMode.SHARED)).hasMessageContaining("2048");
    all.subList(10, all.size()).forEach(this::go);
    queues.rebuild();
    assertThat(table.inUse()).isEqualTo(10);
    assertThat(come("more", LockMode.SHARED)).isEqualTo(10);
  }

  /** Whatever is done in whatever order, nobody is inside who must not, and somebody always is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldKeepTheRulesInAnyOrderOfThings(int seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      int choice = random.nextInt(10);
      if (entries.isEmpty() || choice < 4 && entries.size() < 60) {
        entries.add(
            come(
                "n" + random.nextInt(6),
                random.nextBoolean() ? LockMode.SHARED : LockMode.EXCLUSIVE));
      } else {
        int entry = entries.get(random.nextInt(entries.size()));
        long ticket = table.ticket(entry);
        switch (choice) {
          case 4 -> queues.passOver(entry, ticket);
          case 5 -> queues.waitAgain(entry, ticket);
          case 6 -> accept(entry);
          case 7 -> queues.rebuild();
          default -> {
            go(entry);
            entries.remove((Integer) entry);
          }
        }
      }
      checkRules(entries);
    }
  }

  private void accept(int entry) {
    if (table.phase(entry) == Phase.OFFERED) {
      table.setState(entry, StateWord.withPhase(table.state(entry), Phase.HELD));
    }
  }

  private void checkRules(List<Integer> entries) {
    for (int e : entries) {
      Phase phase = table.phase(e);
      assertThat(phase).isNotEqualTo(Phase.FREE);
      List<Integer> inTheWay = queues.inTheWayOf(e);
      if (phase.holds()) {
        assertThat(inTheWay).noneMatch(other -> table.phase(other).holds());
      } else if (phase == Phase.WAITING) {
        assertThat(inTheWay).isNotEmpty();
      }
    }
  }

  /** From rubbish a table comes that keeps the rules, whatever parts of it could be right. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldMakeATableOfRubbish(int seed) throws Exception {
    Random random = new Random(seed);
    ByteBuffer bytes = ByteBuffer.allocateDirect(LockTable.LENGTH);
    table = new LockTable(bytes);
    queues = new Queues(table, MINE);
    queues.rebuild();
    for (int i = 0; i < 100; i++) {
      come("n" + random.nextInt(20), LockMode.values()[random.nextInt(2)]);
    }
    for (int i = 0; i < 1_000; i++) {
      bytes.put(random.nextInt(LockTable.LENGTH / (1 + seed)), (byte) random.nextInt());
    }
    queues.rebuild();
    List<Integer> left = new ArrayList<>();
    for (int e = 0; e < LockTable.ENTRIES; e++) {
      if (table.phase(e) != Phase.FREE) {
        left.add(e);
      }
    }
    checkRules(left);
    left.forEach(this::go);
    for (int i = 0; i < LockTable.ENTRIES; i++) {
      come("n" + i, LockMode.EXCLUSIVE);
    }
    assertThat(table.inUse()).isEqualTo(LockTable.ENTRIES);
  }
}
