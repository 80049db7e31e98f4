package dev.bolt.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Readers and writers of one stripe, step by step in random order, with writers that die at any
 * step and whose commit may come later. At every step: a value whose stamp stands is what is in the
 * database.
 */
@Timeout(60)
class CoherenceModelTest {

  private static final int STRIPE = 5;
  private static final int SCHEDULES = 3_000;
  private static final int STEPS = 120;

  /** What a writer or a reader is about to do. */
  private enum Step {
    LOCK,
    MARK,
    COMMIT,
    MOVE,
    READ_STAMP,
    READ_DATABASE,
    KEEP
  }

  private record Kept(int value, Stamp stamp) {}

  private static final class Actor {
    private Step next;
    private long begun;
    private int read;
    private Stamp stamp;

    Actor(Step next) {
      this.next = next;
    }
  }

  /** One schedule. */
  private static final class World {
    private final Random random;
    private final VersionFile file = new VersionFile(ByteBuffer.allocateDirect(VersionFile.LENGTH));
    private final List<Actor> writers =
        List.of(new Actor(Step.LOCK), new Actor(Step.LOCK), new Actor(Step.LOCK));
    private final List<Actor> readers =
        List.of(new Actor(Step.READ_STAMP), new Actor(Step.READ_STAMP));
    private final List<Kept> kept = new ArrayList<>();
    private Actor holder;
    private int lateCommits;
    private int database;
    private int commits;
    private int served;

    World(long seed) {
      random = new Random(seed);
      file.writeHead(1);
    }

    int run() {
      for (int i = 0; i < STEPS; i++) {
        switch (random.nextInt(12)) {
          case 0 -> die(writers.get(random.nextInt(writers.size())));
          case 1 -> commitLate();
          case 2 -> clear();
          case 3, 4, 5, 6 -> write(writers.get(random.nextInt(writers.size())));
          default -> read(readers.get(random.nextInt(readers.size())));
        }
        check();
      }
      return served;
    }

    private void write(Actor writer) {
      switch (writer.next) {
        case LOCK -> {
          if (holder == null) {
            holder = writer;
            writer.next = Step.MARK;
          }
        }
        case MARK -> {
          writer.begun = file.begin(STRIPE);
          writer.next = Step.COMMIT;
        }
        case COMMIT -> {
          database = ++commits;
          writer.next = Step.MOVE;
        }
        default -> {
          file.end(STRIPE, writer.begun, false);
          holder = null;
          writer.next = Step.LOCK;
        }
      }
    }

    private void die(Actor writer) {
      if (writer.next == Step.COMMIT && random.nextBoolean()) {
        lateCommits++;
      }
      if (holder == writer) {
        holder = null;
      }
      writer.next = Step.LOCK;
    }

    private void commitLate() {
      if (lateCommits > 0) {
        lateCommits--;
        database = ++commits;
      }
    }

    private void clear() {
      if (holder == null && lateCommits == 0 && VersionFile.isMarked(file.word(STRIPE))) {
        file.clear(STRIPE, file.word(STRIPE));
      }
    }

    private void read(Actor reader) {
      switch (reader.next) {
        case READ_STAMP -> {
          reader.stamp = Stamp.read(file, STRIPE);
          reader.next = Step.READ_DATABASE;
        }
        case READ_DATABASE -> {
          reader.read = database;
          reader.next = Step.KEEP;
        }
        default -> {
          if (reader.stamp.mayKeep()) {
            kept.add(new Kept(reader.read, reader.stamp));
          }
          reader.next = Step.READ_STAMP;
        }
      }
    }

    private void check() {
      for (Kept value : kept) {
        if (value.stamp.standsIn(file)) {
          served++;
          assertThat(value.value).isEqualTo(database);
        }
      }
    }
  }

  @Test
  void shouldServeNothingButWhatIsInTheDatabase() {
    int served = 0;
    for (int seed = 0; seed < SCHEDULES; seed++) {
      served += new World(seed).run();
    }
    assertThat(served).isGreaterThan(SCHEDULES);
  }
}
