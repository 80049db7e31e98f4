package dev.bolt.similarity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;

/**
 * An index as of a version. Thread-safe: searches touch mapped memory only, no channel that an
 * interrupt could close.
 */
final class IndexView {
  static final String ID = "id";
  static final String VECTOR = "vector";
  static final String METADATA = "metadata";
  static final String HASH = "hash";
  static final String TOKEN = "token";
  static final String VERSION = "version";

  /** How many are looked at for the few that are wanted: recall against time. */
  private static final int CANDIDATES = 64;

  private static final long NO_VERSION = -1;

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final String token;
  private final long version;

  /** What a reader has opened. */
  IndexView(DirectoryReader reader) throws IOException {
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    Map<String, String> data = reader.getIndexCommit().getUserData();
    this.token = data.getOrDefault(TOKEN, "");
    this.version = Long.parseLong(data.getOrDefault(VERSION, Long.toString(NO_VERSION)));
  }

  DirectoryReader reader() {
    return reader;
  }

  /** Of which table it is. */
  String token() {
    return token;
  }

  /** The version of the table that it shows. */
  long version() {
    return version;
  }

  int count() {
    return reader.numDocs();
  }

  /** Keeps it open until {@link #leave}; false when it is closed already. */
  boolean enter() {
    return reader.tryIncRef();
  }

  /** The inverse of {@link #enter}. */
  void leave() throws IOException {
    reader.decRef();
  }

  /** The most similar ones, most likely. */
  List<Match> nearest(LuceneSpace space, float[] query, int limit) throws IOException {
    KnnFloatVectorQuery near =
        new KnnFloatVectorQuery(VECTOR, space.stored(query), Math.max(limit, CANDIDATES));
    List<Match> matches = new ArrayList<>(limit);
    for (ScoreDoc hit : searcher.search(near, limit).scoreDocs) {
      matches.add(match(hit, space));
    }
    return matches;
  }

  private Match match(ScoreDoc hit, LuceneSpace space) throws IOException {
    LeafReaderContext part = reader.leaves().get(ReaderUtil.subIndex(hit.doc, reader.leaves()));
    int row = hit.doc - part.docBase;
    return new Match(
        text(part, ID, row),
        space.similarity(hit.score),
        MetadataJson.read(text(part, METADATA, row)),
        text(part, HASH, row));
  }

  private static String text(LeafReaderContext part, String field, int row) throws IOException {
    BinaryDocValues texts = DocValues.getBinary(part.reader(), field);
    if (!texts.advanceExact(row)) {
      throw new CorruptIndexException("row " + row + " has no " + field, part.toString());
    }
    return texts.binaryValue().utf8ToString();
  }
}
