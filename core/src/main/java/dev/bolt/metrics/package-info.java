/**
 * Counts and times of calls: {@link dev.bolt.metrics.CallMeter} takes them down beside the work,
 * {@link dev.bolt.metrics.CallFigures} are what it knew at a moment. Owns no thread; to take one
 * down is a few atomic additions.
 */
package dev.bolt.metrics;
