package dev.bolt.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.database.ConcurrentDatabase;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.database.SqlOperations;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentChangesTest extends SimilarityTest {

  private ConcurrentDatabase db;
  private EmbeddingTable table;
  private RecentChanges recent;

  @BeforeEach
  void openTable() throws SQLException {
    db = ConcurrentDatabase.open(file(), DatabaseConfig.defaults());
    table = new EmbeddingTable(db, Dialect.of(engine), TABLE, config());
    recent = new RecentChanges(table);
  }

  @AfterEach
  void closeDatabase() {
    db.close();
  }

  private void put(String id, int number) throws SQLException {
    table.put(List.of(Embedding.of(id, new float[] {1, number}, Map.of("n", number))));
  }

  private long version(SqlOperations sql) throws SQLException {
    return table.stamp(sql).orElseThrow().getLong("version");
  }

  /** An index that shows the table as it is now, of which nothing but that is asked. */
  private IndexView viewOfNow() throws SQLException, IOException {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      String token = table.stamp(db).orElseThrow().getString("token");
      writer.setLiveCommitData(
          Map.of(IndexView.TOKEN, token, IndexView.VERSION, Long.toString(version(db))).entrySet());
      writer.commit();
    }
    return new IndexView(DirectoryReader.open(directory));
  }

  /** Each id with its metadata, or that it is gone. */
  private Map<String, String> changes(IndexView view, SqlOperations sql, long version)
      throws SQLException {
    Map<String, String> texts = new HashMap<>();
    for (Map.Entry<String, Optional<StoredVector>> change :
        recent.since(view, sql, version).orElseThrow().entrySet()) {
      texts.put(change.getKey(), change.getValue().map(StoredVector::metadata).orElse("gone"));
    }
    return texts;
  }

  @Test
  void shouldKnowTheLastOfEachIdWhateverWasReadBefore() throws Exception {
    put("first", 0);
    IndexView view = viewOfNow();
    Random random = new Random(5);
    Map<String, String> expected = new HashMap<>();
    for (int i = 1; i <= 60; i++) {
      String id = "v" + random.nextInt(8);
      if (random.nextInt(3) == 0) {
        if (table.delete(List.of(id)) > 0) {
          expected.put(id, "gone");
        }
      } else {
        put(id, i);
        expected.put(id, "{\"n\":" + i + "}");
      }
      if (random.nextInt(3) > 0) {
        assertThat(changes(view, db, version(db))).isEqualTo(expected);
      }
    }
    IndexView later = viewOfNow();
    assertThat(changes(later, db, version(db))).isEmpty();
    put("v1", 1_000);
    assertThat(changes(later, db, version(db))).isEqualTo(Map.of("v1", "{\"n\":1000}"));
  }

  @Test
  void shouldNotShowATransactionWhatCameAfterItBegan() throws Exception {
    put("first", 0);
    IndexView view = viewOfNow();
    put("seen", 1);
    Map<String, String> inTransaction =
        db.transaction(
            tx -> {
              long then = version(tx);
              assertThat(onAnotherThread(() -> putAndReadChanges(view)))
                  .containsOnlyKeys("seen", "unseen");
              return changes(view, tx, then);
            });
    assertThat(inTransaction).containsOnlyKeys("seen");
    assertThat(changes(view, db, version(db))).containsOnlyKeys("seen", "unseen");
  }

  private Map<String, String> putAndReadChanges(IndexView view) throws SQLException {
    put("unseen", 2);
    return changes(view, db, version(db));
  }

  private static <T> T onAnotherThread(Callable<T> call) throws SQLException {
    FutureTask<T> task = new FutureTask<>(call);
    new Thread(task).start();
    try {
      return task.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new SQLException(e);
    }
  }

  @Test
  void shouldLeaveItToTheTableWhenTooManyHaveChanged() throws Exception {
    put("first", 0);
    IndexView view = viewOfNow();
    table.put(vectors("v", 1_999, 2));
    assertThat(recent.since(view, db, version(db)).orElseThrow()).hasSize(1_999);
    table.put(vectors("w", 2, 2));
    assertThat(recent.since(view, db, version(db))).isEmpty();
    table.put(vectors("x", 2_001, 2));
    assertThat(recent.since(view, db, version(db))).isEmpty();
  }
}
