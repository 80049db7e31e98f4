package dev.bolt.session;

import dev.bolt.ErrorCode;
import dev.bolt.database.ConcurrentDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Opens sessions of a DuckDB or SQLite file, and looks after them: those that nobody uses expire,
 * and transactions that take too long are rolled back. Thread-safe: one for each file is enough for
 * a program.
 *
 * <pre>{@code
 * try (SessionManager sessions = SessionManager.open(Path.of("analytics.db"));
 *     DatabaseSession session = sessions.open("my_session")) {
 *   session.transaction(tx -> tx.execute("INSERT INTO notes VALUES (2, 'y')"));
 * }
 * }</pre>
 *
 * <p>A session costs a connection from its first call until it is closed or expires, and next to
 * nothing before. At most {@code maxConnections} sessions have one; a further one waits for the
 * connection timeout, and is told then whose sessions are idle.
 */
public final class SessionManager implements AutoCloseable {
  private static final int LONGEST_NAME = 100;

  private final Path file;
  private final Surroundings around;
  private volatile boolean closed;

  private SessionManager(
      Path file, ConcurrentDatabase database, SessionConfig config, LongSupplier clock) {
    this.file = file;
    this.around =
        new Surroundings(
            database,
            config,
            clock,
            new OpenSessions(),
            new SessionCounts(),
            new Sweep(clock, this::look));
  }

  /** Opens a file with the defaults; one that does not exist is made. */
  public static SessionManager open(Path file) throws SQLException {
    return open(file, SessionConfig.defaults());
  }

  /**
   * Opens a file, which is made when it does not exist.
   *
   * @throws SQLException with SQLState 0A000 when the engine does not give the isolation, else as
   *     {@link ConcurrentDatabase#open}
   */
  public static SessionManager open(Path file, SessionConfig config) throws SQLException {
    long start = System.nanoTime();
    return open(file, config, () -> System.nanoTime() - start);
  }

  /**
   * The same by another clock.
   *
   * @param clock in nanoseconds from zero on, which never go back
   */
  static SessionManager open(Path file, SessionConfig config, LongSupplier clock)
      throws SQLException {
    ConcurrentDatabase database = ConcurrentDatabase.open(file, config.opening());
    try {
      config.isolation().requireOf(database.engine());
    } catch (SQLException e) {
      database.close();
      throw e;
    }
    return new SessionManager(file, database, config, clock);
  }

  /**
   * Opens a session. Its name says in messages, statistics and locks whose it is, and is unique
   * among the open sessions of this manager; other managers and processes may have the same.
   *
   * @param name 1 to 100 characters, not blank, without control characters
   * @throws SQLException with SQLState 22023 when the name is none, 42P07 when an open session has
   *     it, 08003 when this is closed
   */
  public DatabaseSession open(String name) throws SQLException {
    requireOpen();
    requireName(name);
    DatabaseSession session = new DatabaseSession(name, around);
    around.open().add(session);
    around.counts().opened();
    around.sweep().by(around.clock().getAsLong() + around.config().sessionTimeout().toNanos());
    if (closed) {
      session.close();
    }
    requireOpen();
    return session;
  }

  private static void requireName(String name) throws SQLException {
    if (name == null
        || name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "A session has a name of 1 to "
              + LONGEST_NAME
              + " characters, not blank and without control characters, not "
              + (name == null ? "null" : "'" + name + "'"));
    }
  }

  /**
   * Opens a session, does something with it on another thread, and closes it. Cancelling the future
   * cancels and rolls back what is under way.
   *
   * <p>The work is better done with calls that return when they are done: the asynchronous ones of
   * all sessions have as many threads as there may be connections, and it is in one of them.
   *
   * @return fails as {@link #open(String)}, as the work, or with SQLState 53300 when too many wait
   */
  public <T> CompletableFuture<T> runAsync(String name, SessionWork<T> work) {
    DatabaseSession session;
    try {
      session = open(name);
    } catch (SQLException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> future =
        around
            .database()
            .startAsync(
                () -> {
                  try (session) {
                    return work.run(session);
                  }
                });
    Ending cancelled =
        new Ending(ErrorCode.INTERRUPTED, "was cancelled", Duration.ZERO, Duration.ZERO);
    future.whenComplete((result, failure) -> cancelled.of(List.of(session)));
    return future;
  }

  /** The sessions that are open, in no order. */
  public List<SessionInfo> sessions() {
    return around.open().all().stream().map(DatabaseSession::info).toList();
  }

  /** What the sessions have done since this was opened. */
  public SessionStats stats() {
    return around.counts().stats(around.open().size(), around.database().stats());
  }

  /** What every transaction of a session has, which is what was asked for or more. */
  public IsolationLevel isolation() {
    return IsolationLevel.of(around.database().engine());
  }

  /**
   * Closes the sessions that nobody has used for the session timeout. This happens by itself too,
   * when it is time; to call it is to know that it is done.
   *
   * @return how many there were
   */
  public int closeExpiredSessions() {
    return (int) around.open().all().stream().filter(DatabaseSession::expireIfDue).count();
  }

  /**
   * Closes all sessions, also those in use: their statements are cancelled, their transactions
   * rolled back, and who uses them is told. New ones can be opened.
   *
   * @return how many there were
   */
  public int cleanupAllSessions() {
    return new Ending(
            ErrorCode.CLOSED,
            "was closed by cleanupAllSessions(); open it again",
            Duration.ZERO,
            Ending.GRACE)
        .of(around.open().all());
  }

  /** Looks after all sessions, and says when to do so again. */
  long look() {
    return around.open().all().stream().mapToLong(DatabaseSession::look).min().orElse(Sweep.NEVER);
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception(
          "The session manager of " + file + " is closed; SessionManager.open opens another one");
    }
  }

  /**
   * Closes it with all sessions: new calls are refused at once; what is under way has the close
   * timeout to end, and is cancelled and rolled back then. Idempotent.
   */
  @Override
  public void close() {
    closed = true;
    new Ending(
            ErrorCode.CLOSED,
            "was closed with its manager; SessionManager.open opens another one",
            around.config().database().closeTimeout(),
            Ending.GRACE)
        .of(around.open().all());
    around.sweep().close();
    around.database().close();
  }

  @Override
  public String toString() {
    return "SessionManager of " + file;
  }
}
