/**
 * How a database fares, as its own process sees it: {@link dev.bolt.health.HealthMonitor} looks at
 * it now and then, {@link dev.bolt.health.DatabaseHealth} is what it saw.
 *
 * <p>A look takes no connection of the pool and opens no file of the database, so it works while
 * these are what is wrong. {@code Look} gathers, the classes named {@code …Rules} judge what it
 * gathered and do nothing else. Each monitor owns a thread {@code bolt-health}, a daemon, and a
 * bean in the JVM's management server. {@link dev.bolt.health.DatabaseMetrics} alone needs
 * Micrometer.
 */
package dev.bolt.health;
