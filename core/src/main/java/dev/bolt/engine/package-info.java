/**
 * The narrow waist: {@link dev.bolt.engine.EngineSession}, one session of one client with an
 * engine.
 *
 * <p>Everything above is written once against it; below it are the engines' own JDBC drivers
 * ({@link dev.bolt.engine.NativeSession}) and, in a process that joined a host, the socket.
 */
package dev.bolt.engine;
