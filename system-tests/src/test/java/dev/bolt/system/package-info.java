/**
 * Real processes on the built jar {@code app/target/bolt.jar}, on real files: what users meet.
 *
 * <p>Tests tagged {@code drill} take long and run in a profile of their own.
 */
package dev.bolt.system;
