/**
 * Running again what may be run again. Owns no thread; whoever calls waits between the tries.
 *
 * <p>What may be run again is {@link dev.bolt.ErrorCode#retry()}'s to say, and nobody else's.
 */
package dev.bolt.retry;
