package dev.bolt.cli.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.cli.history.Event;
import dev.bolt.cli.history.History;
import dev.bolt.cli.history.ListOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random histories of a database that is right, and of one that is not. */
class ConsistencyPropertyTest {

  private static final int TRANSACTIONS = 60;
  private static final int LISTS = 4;

  /** The faults: each makes something of the values of one read. */
  enum Fault {
    LAST_IS_MISSING(values -> values.remove(values.size() - 1)),
    FIRST_IS_MISSING(values -> values.remove(0)),
    TWO_ARE_SWAPPED(values -> Collections.swap(values, values.size() - 2, values.size() - 1)),
    ONE_IS_DOUBLED(values -> values.add(values.get(0))),
    ONE_IS_FROM_NOWHERE(values -> values.add(-1L));

    private final Consumer<List<Long>> effect;

    Fault(Consumer<List<Long>> effect) {
      this.effect = effect;
    }
  }

  @Property(tries = 300)
  void shouldAcceptWhatHappensAtOneMomentEach(@ForAll long seed) {
    Findings findings = ConsistencyCheck.of(History.of(events(new Random(seed), 40)));
    assertThat(findings.anomalies()).isEmpty();
  }

  @Property(tries = 500)
  void shouldFindAnyFault(
      @ForAll long seed, @ForAll Fault fault, @ForAll @IntRange(max = 1000) int which) {
    List<Event> events = new ArrayList<>(events(new Random(seed), 0));
    List<int[]> reads = reads(events);
    Assume.that(!reads.isEmpty());
    int[] read = reads.get(which % reads.size());
    Event event = events.get(read[0]);
    List<ListOperation> operations = new ArrayList<>(event.operations());
    operations.set(read[1], spoilt((ListOperation.Read) operations.get(read[1]), fault));
    events.set(read[0], new Event(event.type(), event.process(), operations, event.time()));

    assertThat(ConsistencyCheck.of(History.of(events)).isolation())
        .isNotEqualTo(Optional.of(Isolation.STRICT_SERIALIZABLE));
  }

  private static ListOperation spoilt(ListOperation.Read read, Fault fault) {
    List<Long> values = new ArrayList<>(read.values().orElseThrow());
    fault.effect.accept(values);
    return ListOperation.Read.of(read.key(), values);
  }

  /** The acknowledged reads of at least two values, by event and operation. */
  private static List<int[]> reads(List<Event> events) {
    List<int[]> reads = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      List<ListOperation> operations = events.get(i).operations();
      for (int j = 0; j < operations.size(); j++) {
        if (events.get(i).type() == Event.Type.OK
            && operations.get(j) instanceof ListOperation.Read read
            && read.values().orElseThrow().size() > 1) {
          reads.add(new int[] {i, j});
        }
      }
    }
    return reads;
  }

  /**
   * Transactions that each take place at one moment, ten units of time after the last one, and
   * begin and end up to so many units before and after it; at the end all lists are read.
   */
  private static List<Event> events(Random random, int overlap) {
    Map<Integer, List<Long>> database = new HashMap<>();
    List<Event> events = new ArrayList<>();
    for (int number = 0; number < TRANSACTIONS; number++) {
      long moment = 1000 + number * 10L;
      Event.Type end = overlap == 0 ? endOrFail(random) : anyEnd(random);
      boolean happens = end == Event.Type.OK || end == Event.Type.INFO && random.nextBoolean();
      List<ListOperation> done = run(number, random, happens ? database : copy(database));
      events.add(new Event(Event.Type.INVOKE, number, done, moment - random.nextInt(overlap + 1)));
      events.add(new Event(end, number, done, moment + 1 + random.nextInt(overlap + 1)));
    }
    for (int key = 0; key < LISTS; key++) {
      List<ListOperation> all = List.of(ListOperation.Read.of(key, list(database, key)));
      events.add(new Event(Event.Type.INVOKE, TRANSACTIONS + key, all, 5000));
      events.add(new Event(Event.Type.OK, TRANSACTIONS + key, all, 5001));
    }
    events.sort(Comparator.comparingLong(Event::time));
    return events;
  }

  private static Event.Type endOrFail(Random random) {
    return random.nextInt(5) == 0 ? Event.Type.FAIL : Event.Type.OK;
  }

  private static Event.Type anyEnd(Random random) {
    return random.nextInt(5) == 0 ? Event.Type.INFO : endOrFail(random);
  }

  private static List<ListOperation> run(
      int number, Random random, Map<Integer, List<Long>> database) {
    List<ListOperation> done = new ArrayList<>();
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      int key = random.nextInt(LISTS);
      if (random.nextBoolean()) {
        long value = number * 10L + i;
        list(database, key).add(value);
        done.add(new ListOperation.Append(key, value));
      } else {
        done.add(ListOperation.Read.of(key, list(database, key)));
      }
    }
    return done;
  }

  private static List<Long> list(Map<Integer, List<Long>> database, int key) {
    return database.computeIfAbsent(key, any -> new ArrayList<>());
  }

  private static Map<Integer, List<Long>> copy(Map<Integer, List<Long>> database) {
    Map<Integer, List<Long>> copy = new HashMap<>();
    database.forEach((key, values) -> copy.put(key, new ArrayList<>(values)));
    return copy;
  }
}
