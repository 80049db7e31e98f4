package dev.bolt.similarity;

import dev.bolt.database.Row;
import dev.bolt.database.SqlOperations;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Searches a table by an index, whatever version that shows: what has changed since comes from the
 * table. Thread-safe.
 */
final class ApproximateIndex implements AutoCloseable {

  /** How many more are asked of the index, in place of those that have changed or are gone. */
  private static final int SPARE = 16;

  /** From how many changes on the index is brought up to date. */
  private static final int MANY_CHANGES = 200;

  private final EmbeddingTable table;
  private final IndexKeeper keeper;
  private final RecentChanges recent;

  /**
   * The index of a table.
   *
   * @param folder where it is or will be
   * @param from how many vectors it needs
   * @param mayWrite whether this process may build it
   */
  ApproximateIndex(EmbeddingTable table, Path folder, int from, boolean mayWrite) {
    this.table = table;
    this.keeper = new IndexKeeper(table, folder, from, mayWrite);
    this.recent = new RecentChanges(table);
  }

  /** Whether the library that it needs is there. */
  static boolean isPossible() {
    try {
      Class.forName(
          "org.apache.lucene.index.IndexWriter", false, ApproximateIndex.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      // It is optional.
      return false;
    }
  }

  /** Rows were written. */
  void written(int rows, SqlOperations sql) throws SQLException {
    if (rows >= MANY_CHANGES) {
      Optional<Shape> shape = table.shape(sql);
      shape.ifPresent(keeper::wake);
    }
  }

  /** The most similar ones, or empty when only the table can tell. */
  Optional<List<Match>> nearest(SqlOperations sql, Shape shape, float[] query, int limit)
      throws SQLException {
    IndexView view = keeper.enter();
    if (view == null) {
      keeper.wake(shape);
      return Optional.empty();
    }
    try {
      Row stamp = table.stamp(sql).orElse(null);
      if (stamp == null
          || !stamp.getString("token").equals(view.token())
          || stamp.getLong("version") < view.version()) {
        keeper.wake(shape);
        return Optional.empty();
      }
      long version = stamp.getLong("version");
      return version == view.version()
          ? Optional.of(view.nearest(LuceneSpace.of(shape.metric()), query, limit))
          : merged(sql, shape, query, limit, view, version);
    } catch (IOException e) {
      keeper.failed(e);
      return Optional.empty();
    } finally {
      leave(view);
    }
  }

  private void leave(IndexView view) {
    try {
      view.leave();
    } catch (IOException e) {
      keeper.failed(e);
    }
  }

  private Optional<List<Match>> merged(
      SqlOperations sql, Shape shape, float[] query, int limit, IndexView view, long version)
      throws SQLException, IOException {
    Optional<Map<String, Optional<StoredVector>>> changes = recent.since(view, sql, version);
    if (changes.isEmpty()) {
      keeper.wake(shape);
      return Optional.empty();
    }
    if (changes.get().size() >= MANY_CHANGES) {
      keeper.wake(shape);
    }
    LuceneSpace space = LuceneSpace.of(shape.metric());
    List<Match> near = view.nearest(space, query, limit + SPARE);
    List<Match> valid = new ArrayList<>(near);
    valid.removeIf(match -> changes.get().containsKey(match.id()));
    if (valid.size() < limit && near.size() == limit + SPARE) {
      // The index has others that may be better than what has changed, and has not named them.
      return Optional.empty();
    }
    valid.addAll(nearest(space, query, limit, changes.get().values()));
    valid.sort(Comparator.comparingDouble(Match::similarity).reversed());
    return Optional.of(valid.subList(0, Math.min(limit, valid.size())));
  }

  /** A vector that has changed, and how like the one that is searched for it is. */
  private record Scored(double similarity, StoredVector vector) {}

  private static List<Match> nearest(
      LuceneSpace space, float[] query, int limit, Collection<Optional<StoredVector>> changed) {
    float[] stored = space.stored(query);
    return changed.stream()
        .flatMap(Optional::stream)
        .map(vector -> new Scored(space.similarity(stored, vector.vector()), vector))
        .sorted(Comparator.comparingDouble(Scored::similarity).reversed())
        .limit(limit)
        .map(scored -> scored.vector().match(scored.similarity()))
        .toList();
  }

  IndexState state() {
    return keeper.state();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
