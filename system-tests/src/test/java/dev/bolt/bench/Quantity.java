package dev.bolt.bench;

/**
 * Something that is measured and should be small.
 *
 * @param title what, in one line
 * @param unit the unit of its figures
 * @param atMost the largest good value; infinite where nobody wants one
 */
record Quantity(String title, String unit, double atMost) {

  /** Something that is told, whatever it is. */
  static Quantity toldOnly(String title, String unit) {
    return new Quantity(title, unit, Double.POSITIVE_INFINITY);
  }

  boolean isLimited() {
    return Double.isFinite(atMost);
  }
}
