/**
 * The JDBC surface: {@code java.sql} over the waist, {@link dev.bolt.engine.EngineSession}.
 *
 * <p>Written once for both engines and for host and joined processes. A connection owns one session
 * and one lock; no class here owns a thread.
 */
package dev.bolt.jdbc;
