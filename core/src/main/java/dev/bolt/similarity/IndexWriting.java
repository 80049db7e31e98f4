package dev.bolt.similarity;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/**
 * Brings an index from the version it shows to that of the table. Confined to the thread of its
 * keeper.
 */
final class IndexWriting implements EmbeddingTable.Feed {
  private static final long EVERYTHING = -1;

  private final IndexWriter writer;
  private final LuceneSpace space;
  private final BooleanSupplier unwanted;
  private long since = EVERYTHING;
  private Map<String, String> next = Map.of();

  /**
   * For a writer that has an index open.
   *
   * @param unwanted asked before each row whether to give up
   */
  IndexWriting(IndexWriter writer, LuceneSpace space, BooleanSupplier unwanted) {
    this.writer = writer;
    this.space = space;
    this.unwanted = unwanted;
  }

  // The transaction may run more than once: what it tells again replaces what it has told, and an
  // index that is built anew is emptied first.
  @Override
  public void begin(String token, long version) throws SQLException {
    Map<String, String> data = new HashMap<>();
    Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
    if (live != null) {
      live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    long shown = Long.parseLong(data.getOrDefault(IndexView.VERSION, "-1"));
    boolean fits =
        token.equals(data.get(IndexView.TOKEN))
            && shown <= version
            && shown > version - EmbeddingTable.KEPT_VERSIONS;
    since = fits ? shown : EVERYTHING;
    if (!fits) {
      run(writer::deleteAll);
    }
    next = Map.of(IndexView.TOKEN, token, IndexView.VERSION, Long.toString(version));
  }

  /** Makes what was told the index. */
  void commit() throws IOException {
    writer.setLiveCommitData(next.entrySet());
    writer.commit();
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public void gone(String id) throws SQLException {
    run(() -> writer.deleteDocuments(new Term(IndexView.ID, id)));
  }

  @Override
  public void there(String id, float[] vector, String metadata, String hash) throws SQLException {
    if (unwanted.getAsBoolean()) {
      throw ErrorCode.INTERRUPTED.exception("The index is not wanted any more");
    }
    Document row = new Document();
    row.add(new StringField(IndexView.ID, id, Field.Store.YES));
    row.add(new KnnFloatVectorField(IndexView.VECTOR, space.stored(vector), space.function()));
    row.add(new StoredField(IndexView.METADATA, metadata));
    row.add(new StoredField(IndexView.HASH, hash));
    run(() -> writer.updateDocument(new Term(IndexView.ID, id), row));
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) throws SQLException {
    try {
      step.run();
    } catch (IOException e) {
      throw ErrorCode.IO.exception("The index cannot be written: " + e.getMessage(), e);
    }
  }
}
