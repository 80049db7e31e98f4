package dev.bolt.similarity;

import dev.bolt.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

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
  public void there(StoredVector there) throws SQLException {
    if (unwanted.getAsBoolean()) {
      throw ErrorCode.INTERRUPTED.exception("The index is not wanted any more");
    }
    Document row = new Document();
    row.add(new StringField(IndexView.ID, there.id(), Field.Store.NO));
    row.add(
        new KnnFloatVectorField(IndexView.VECTOR, space.stored(there.vector()), space.function()));
    // In columns: stored fields are packed together, and to unpack them takes longer than to
    // search.
    row.add(new BinaryDocValuesField(IndexView.ID, new BytesRef(there.id())));
    row.add(new BinaryDocValuesField(IndexView.METADATA, new BytesRef(there.metadata())));
    row.add(new BinaryDocValuesField(IndexView.HASH, new BytesRef(there.hash())));
    run(() -> writer.updateDocument(new Term(IndexView.ID, there.id()), row));
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
