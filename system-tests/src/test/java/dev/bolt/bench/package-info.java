/**
 * The benchmarks: the same work through Bolt and through what else there is, in real processes,
 * side by side in one run. {@code BenchmarkMain} is the door; CONTRIBUTING.md tells the command.
 */
package dev.bolt.bench;
