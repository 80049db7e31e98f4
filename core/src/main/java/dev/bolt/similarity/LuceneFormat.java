package dev.bolt.similarity;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own format of vectors for vectors of any length: Lucene itself refuses more than 1,024
 * numbers. Its name is that of the format it wraps, by which readers find it. Immutable.
 */
final class LuceneFormat extends KnnVectorsFormat {

  /** Neighbours of a node, and candidates for them: recall against time and size. */
  private static final int NEIGHBOURS = 16;

  private static final int CANDIDATES = 60;

  private static final LuceneFormat FORMAT = new LuceneFormat();

  private final KnnVectorsFormat wrapped = new Lucene99HnswVectorsFormat(NEIGHBOURS, CANDIDATES);

  private LuceneFormat() {
    super("Lucene99HnswVectorsFormat");
  }

  /** The codec of an index with such vectors. */
  static Codec codec() {
    return new Lucene912Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return FORMAT;
      }
    };
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return wrapped.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return wrapped.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return Integer.MAX_VALUE;
  }
}
