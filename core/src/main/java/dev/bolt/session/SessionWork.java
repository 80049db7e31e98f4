package dev.bolt.session;

/**
 * What is done with a session that is opened for it and closed after it.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface SessionWork<T> {
  /** Does it. */
  T run(DatabaseSession session) throws Exception;
}
