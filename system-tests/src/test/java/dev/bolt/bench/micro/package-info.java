/** Benchmarks of single classes by JMH, which wants them public and open. */
package dev.bolt.bench.micro;
