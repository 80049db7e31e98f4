package dev.bolt.cache;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Changes what is cached, so that no process serves from its memory what was there before.
 *
 * <pre>
 *   lock ─▶ mark the words ─▶ write to the database ─▶ move the words, and guards ─▶ look whether
 *   the file is still that of its name, else do the same there ─▶ unlock ─▶ acknowledge
 * </pre>
 *
 * <p>Thread-safe.
 */
final class Changes {

  /**
   * What is done to the database.
   *
   * @param <T> what it returns
   */
  interface Work<T> {
    /** Does it, in one transaction. */
    T run() throws SQLException;
  }

  /**
   * A change that is made.
   *
   * @param result what the work has returned
   * @param stamp under which its value may be kept; it may be one that keeps nothing
   * @param <T> its type
   */
  record Done<T>(T result, Stamp stamp) {}

  private final Versions versions;
  private final ChangeLocks locks;

  Changes(Versions versions, ChangeLocks locks) {
    this.versions = versions;
    this.locks = locks;
  }

  /** A user's change of a key. */
  <T> Done<T> ofKey(String key, Work<T> work) throws SQLException {
    int stripe = VersionFile.stripe(key);
    ChangeLocks.Hold hold = locks.stripe(stripe);
    try {
      return ofStripe(stripe, true, work);
    } finally {
      hold.release();
    }
  }

  /** What a load or a query brings, unless a user has changed the key since that began. */
  <T> Optional<Done<T>> ifUnchanged(Watch watch, Work<T> work) throws SQLException {
    ChangeLocks.Hold hold = locks.stripe(watch.stripe());
    try {
      return watch.standsIn(versions.current())
          ? Optional.of(ofStripe(watch.stripe(), false, work))
          : Optional.empty();
    } finally {
      hold.release();
    }
  }

  private <T> Done<T> ofStripe(int stripe, boolean byUser, Work<T> work) throws SQLException {
    List<Integer> one = List.of(stripe);
    Marks marks = new Marks(versions, one, byUser ? one : List.of());
    T result = marks.around(work);
    return new Done<>(result, marks.stamp());
  }

  /** A change of all keys. */
  <T> T ofEverything(Work<T> work) throws SQLException {
    List<Integer> all = List.of(VersionFile.EVERYTHING);
    ChangeLocks.Hold hold = locks.everything();
    try {
      return new Marks(versions, all, all).around(work);
    } finally {
      hold.release();
    }
  }

  /**
   * A user's change of keys that are found first. What is loaded meanwhile may be one of them, so
   * nothing of that is kept.
   *
   * @param keys finds them
   */
  <T> T ofKeys(Work<List<String>> keys, Work<T> work) throws SQLException {
    ChangeLocks.Hold hold = locks.everything();
    try {
      List<Integer> stripes =
          keys.run().stream().map(VersionFile::stripe).distinct().sorted().toList();
      return new Marks(versions, stripes, List.of(VersionFile.EVERYTHING)).around(work);
    } finally {
      hold.release();
    }
  }

  /** The marks of one change. Confined to the thread that makes it. */
  private static final class Marks {
    private final Versions versions;
    private final List<Integer> stripes;
    private final List<Integer> guards;
    private VersionFile file;
    private long[] words;
    private boolean moved;

    Marks(Versions versions, List<Integer> stripes, List<Integer> guards) {
      this.versions = versions;
      this.stripes = stripes;
      this.guards = guards;
    }

    <T> T around(Work<T> work) throws SQLException {
      file = versions.current();
      words = new long[stripes.size()];
      begin();
      T result;
      try {
        result = work.run();
      } catch (SQLException e) {
        endAfter(e, ErrorCode.OUTCOME_UNKNOWN.is(e));
        throw e;
      } catch (RuntimeException | Error e) {
        endAfter(e, true);
        throw e;
      }
      end(false);
      return result;
    }

    private void begin() {
      for (int i = 0; i < words.length; i++) {
        words[i] = file.begin(stripes.get(i));
      }
    }

    private void endAfter(Throwable failure, boolean doubtful) {
      try {
        end(doubtful);
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }

    private void end(boolean doubtful) throws SQLException {
      move(doubtful);
      // Others may have another file since: what they have read between is to be read again.
      for (VersionFile now = versions.current(); now != file; now = versions.current()) {
        file = now;
        moved = true;
        begin();
        move(doubtful);
      }
      versions.awaitSettled();
    }

    private void move(boolean doubtful) {
      guards.forEach(file::raiseGuard);
      for (int i = 0; i < words.length; i++) {
        words[i] = file.end(stripes.get(i), words[i], doubtful);
      }
    }

    // Nobody else was at the stripe between the two words, and nobody at everything, so that what
    // was written is what is there under the second one.
    Stamp stamp() {
      long everything = file.word(VersionFile.EVERYTHING);
      long identity = moved ? 0 : file.identity();
      return new Stamp(stripes.get(0), identity, everything, words[0]);
    }
  }
}
