package dev.bolt.similarity;

import dev.bolt.database.Row;
import java.sql.SQLException;

/**
 * A row of a table of vectors. Immutable.
 *
 * @param id its name
 * @param vector its numbers
 * @param metadata as JSON
 * @param hash the content hash
 */
record StoredVector(String id, float[] vector, String metadata, String hash) {

  /** The columns that {@link #of} reads. */
  static final String COLUMNS = "id, vector, CAST(metadata AS TEXT) AS metadata, content_hash";

  static StoredVector of(Row row) throws SQLException {
    return new StoredVector(
        row.getString("id"),
        Vectors.of(row.get("vector")),
        row.getString("metadata"),
        row.getString("content_hash"));
  }

  /** What a search finds that finds it. */
  Match match(double similarity) {
    return new Match(id, similarity, MetadataJson.read(metadata), hash);
  }
}
