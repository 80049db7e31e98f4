package dev.bolt.similarity;

/**
 * What is the same for all vectors of a table as long as there is the table. Immutable.
 *
 * @param token tells this table from another one that had its name before
 * @param dimension how many numbers a vector has
 * @param metric how they are compared
 */
record Shape(String token, int dimension, Metric metric) {}
