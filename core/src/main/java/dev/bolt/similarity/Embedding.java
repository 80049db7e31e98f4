package dev.bolt.similarity;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A vector with what it stands for. Immutable as far as its vector is left alone, which is not
 * copied; two are equal only if they have the same vector object.
 *
 * @param id its name, of which there is one in a table
 * @param vector its numbers
 * @param metadata what can be filtered by: texts, finite numbers, booleans, lists and maps of them
 * @param contentHash a hash of what the vector was made from, which tells without the vector
 *     whether that has changed; empty for the hash of the vector
 */
public record Embedding(
    String id, float[] vector, Map<String, ?> metadata, Optional<String> contentHash) {

  /** Checks that nothing is null. */
  public Embedding {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(vector, "vector");
    metadata = Map.copyOf(metadata);
    Objects.requireNonNull(contentHash, "contentHash");
  }

  /** One without metadata. */
  public static Embedding of(String id, float[] vector) {
    return of(id, vector, Map.of());
  }

  /** One with metadata. */
  public static Embedding of(String id, float[] vector, Map<String, ?> metadata) {
    return new Embedding(id, vector, metadata, Optional.empty());
  }

  /** The same with the hash of what its vector was made from. */
  public Embedding withContentHash(String hash) {
    return new Embedding(id, vector, metadata, Optional.of(hash));
  }

  String hash() {
    return contentHash.orElseGet(() -> Vectors.hash(vector));
  }
}
