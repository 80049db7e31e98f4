package dev.bolt.similarity;

import org.apache.lucene.index.VectorSimilarityFunction;

/** A metric as Lucene has it. Stateless. */
enum LuceneSpace {
  /** Of vectors of length 1 the product is the cosine. */
  COSINE(VectorSimilarityFunction.DOT_PRODUCT) {
    @Override
    float[] stored(float[] vector) {
      double squares = 0;
      for (float number : vector) {
        squares += (double) number * number;
      }
      float[] unit = new float[vector.length];
      for (int i = 0; i < unit.length; i++) {
        unit[i] = (float) (vector[i] / Math.sqrt(squares));
      }
      return unit;
    }

    @Override
    double similarity(float score) {
      return 2.0 * score - 1;
    }
  },
  /** The product, which Lucene folds into what is positive. */
  DOT(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT) {
    @Override
    double similarity(float score) {
      return score < 1 ? 1 - 1.0 / score : score - 1.0;
    }
  },
  /** One by one plus the square of the distance. */
  L2(VectorSimilarityFunction.EUCLIDEAN) {
    @Override
    double similarity(float score) {
      return 1 / (1 + Math.sqrt(Math.max(0, 1.0 / score - 1)));
    }
  };

  private final VectorSimilarityFunction function;

  LuceneSpace(VectorSimilarityFunction function) {
    this.function = function;
  }

  static LuceneSpace of(Metric metric) {
    return valueOf(metric.name());
  }

  VectorSimilarityFunction function() {
    return function;
  }

  /** The vector that stands for a vector. */
  float[] stored(float[] vector) {
    return vector;
  }

  /**
   * How like a vector is that is in no index.
   *
   * @param query as {@link #stored} has it
   */
  double similarity(float[] query, float[] vector) {
    return similarity(function.compare(query, stored(vector)));
  }

  /** The similarity by Bolt's metric of what has a score. */
  abstract double similarity(float score);
}
