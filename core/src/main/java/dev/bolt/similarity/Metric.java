package dev.bolt.similarity;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/** How two vectors are compared. More is always more alike. */
public enum Metric {
  /** The cosine of the angle between them, from -1 to 1; no vector may be zero. */
  COSINE("array_cosine_similarity(%s, %s)"),
  /** The sum of the products of their numbers. */
  DOT("array_inner_product(%s, %s)"),
  /** One divided by one plus their Euclidean distance: above 0, and 1 for equal ones. */
  L2("1 / (1 + array_distance(%s, %s))");

  private final String sql;

  Metric(String sql) {
    this.sql = sql;
  }

  /** The similarity of two expressions, in the SQL of both engines. */
  String sql(String left, String right) {
    return sql.formatted(left, right);
  }

  /** Requires that a vector whose numbers are finite can be compared. */
  void require(float[] vector) throws SQLException {
    if (this != COSINE) {
      return;
    }
    float squares = 0;
    for (float number : vector) {
      squares += number * number;
    }
    if (squares == 0 && isZero(vector)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A vector of zeros has no direction, so it has no cosine. Leave it out, or use another"
              + " metric");
    }
    if (squares < Float.MIN_NORMAL || squares == Float.POSITIVE_INFINITY) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The numbers of the vector are too "
              + (squares < 1 ? "small" : "large")
              + " for the engine to square. Scale it to length 1");
    }
  }

  private static boolean isZero(float[] vector) {
    for (float number : vector) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }
}
