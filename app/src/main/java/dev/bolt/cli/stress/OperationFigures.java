package dev.bolt.cli.stress;

import dev.bolt.cli.workload.OperationKind;

/**
 * How one kind of operation went.
 *
 * @param kind which one
 * @param count how many succeeded in the measurement
 * @param perSecond how many succeeded a second, all processes together
 * @param p50Micros the median latency in microseconds, repetitions included
 * @param p99Micros the latency that 99 % did not exceed
 * @param maxMicros the longest latency
 * @param retries conflicts (SQLState 40001) that were repeated
 * @param errors operations that failed in the whole run
 * @param unknown operations of the whole run whose outcome the database could not tell
 */
public record OperationFigures(
    OperationKind kind,
    long count,
    double perSecond,
    double p50Micros,
    double p99Micros,
    double maxMicros,
    long retries,
    long errors,
    long unknown) {}
