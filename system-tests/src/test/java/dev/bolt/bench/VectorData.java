package dev.bolt.bench;

import dev.bolt.similarity.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Vectors that are like those of texts: many numbers that few causes explain, with some noise. Of
 * numbers drawn each by itself every vector is about as far from every other one, and no index
 * helps. The same for each process. Confined to one thread.
 */
final class VectorData {
  static final int DIMENSION = 384;

  private static final int CAUSES = 24;
  private static final double NOISE = 0.3;

  private final float[][] directions = new float[CAUSES][DIMENSION];
  private final Random random;

  /** Another series for each seed. */
  VectorData(long seed) {
    Random fixed = new Random(1);
    for (float[] direction : directions) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) fixed.nextGaussian();
      }
    }
    random = new Random(seed);
  }

  float[] next() {
    float[] vector = new float[DIMENSION];
    for (float[] direction : directions) {
      float weight = (float) random.nextGaussian();
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += weight * direction[i];
      }
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += (float) (NOISE * random.nextGaussian());
    }
    return vector;
  }

  List<Embedding> embeddings(int count) {
    List<Embedding> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(Embedding.of("v" + i, next(), Map.of("lang", i % 2 == 0 ? "java" : "sql")));
    }
    return all;
  }
}
