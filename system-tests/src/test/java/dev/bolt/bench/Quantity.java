package dev.bolt.bench;

/**
 * Something that is measured and should be small.
 *
 * @param title what, in one line
 * @param unit the unit of its figures
 * @param atMost the largest good value
 */
record Quantity(String title, String unit, double atMost) {}
