package dev.bolt.bench;

/**
 * The result of one microbenchmark.
 *
 * @param name its class and method
 * @param micros the mean time of one call in microseconds
 * @param error half of the 99.9 % confidence interval in microseconds
 */
record MicroScore(String name, double micros, double error) {}
