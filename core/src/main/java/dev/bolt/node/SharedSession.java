package dev.bolt.node;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.OutcomeUnknownException;
import dev.bolt.client.HostLostException;
import dev.bolt.client.HostLostException.Progress;
import dev.bolt.engine.ClientId;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.Description;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.Fate;
import dev.bolt.engine.MetadataCall;
import dev.bolt.engine.Outcome;
import dev.bolt.engine.Reply;
import dev.bolt.engine.SessionContext;
import dev.bolt.engine.TransactionState;
import dev.bolt.sql.ClientPaths;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that outlives its host: behind it is a session of the engine here, or one in a host,
 * and another one after a takeover.
 *
 * <p>What was under way when a host was lost is repeated only by the rules of {@link Loss}. Each
 * call of its user holds the {@link Attachment}, so that the node can take the session off a role
 * between two of them.
 */
final class SharedSession implements EngineSession {

  private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);

  private static final String RESULT_LOST =
      "The rest of this result is lost with its host. Run the query again";

  /** A call of the session that is behind this one. */
  interface Work<T> {
    /**
     * Makes the call.
     *
     * @param number the number under which the host keeps its outcome; 0 for none
     * @param onlyIfRead whether it may have been executed already, so that only a read may be
     */
    T run(EngineSession session, long number, boolean onlyIfRead) throws SQLException;
  }

  /** Takes what a call is answered from its outcome. */
  private interface Answer<T> {
    T from(Outcome outcome);
  }

  private final HostedNode node;
  private final SessionContext context;
  private final SessionState state = new SessionState();
  private final Attachment attachment;
  private final Operations operations;
  private volatile boolean closed;
  private volatile String transactionLost;

  /** Whether the client has not been told yet of the transaction that it lost. */
  private boolean lossUntold;

  SharedSession(HostedNode node, SessionContext context, ClientId client, Duration limit) {
    this.node = node;
    this.context = context;
    this.attachment = new Attachment(node, context, client, limit, state, this::transactionCutOff);
    this.operations =
        new Operations(attachment, state, this::needHostIfClosed, this::letGoIfClosed);
  }

  /** Opens the session that is behind this one. */
  void open() throws SQLException {
    call(Call.QUESTION, (session, number, onlyIfRead) -> null);
  }

  @Override
  public EngineKind engine() {
    return EngineKind.DUCKDB;
  }

  @Override
  public TransactionState transaction() {
    EngineSession session = attachment.current();
    if (transactionLost != null) {
      return TransactionState.ABORTED;
    }
    return session == null ? TransactionState.NONE : session.transaction();
  }

  @Override
  public Description describe(SqlStatement statement) throws SQLException {
    return call(Call.QUESTION, (session, number, onlyIfRead) -> session.describe(statement));
  }

  @Override
  public Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    if (statement.kind().controlsTransaction() && endLost(statement.kind())) {
      return done();
    }
    SqlStatement sent = ClientPaths.absolute(statement, context.workingDirectory());
    Reply answer =
        call(
            Call.of(sent, options),
            Call.hasOutcome(sent, options),
            (session, number, onlyIfRead) -> {
              ExecuteOptions used = onlyIfRead ? options.readsOnly() : options.numbered(number);
              Reply reply = session.execute(sent, parameters, used);
              if (reply.sessionChanged()) {
                state.executed(session, sent, parameters);
              }
              return watched(session, reply);
            },
            Outcome::reply);
    return answer == null ? done() : answer;
  }

  private Reply watched(EngineSession session, Reply reply) {
    return new Reply(
        watched(session, reply.cursor()),
        reply.updateCount(),
        watched(session, reply.generatedKeys()),
        reply.fate(),
        reply.read(),
        reply.sessionChanged());
  }

  private Cursor watched(EngineSession session, Cursor cursor) {
    if (!(cursor instanceof Cursor.Chunks rows) || rows.detached()) {
      return cursor;
    }
    attachment.cursorOpened();
    return new SharedCursor(this, session, rows);
  }

  @Override
  public long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException {
    return call(
        Call.batch(statement, options),
        Call.hasOutcome(statement, options),
        (session, number, onlyIfRead) ->
            session.executeBatch(statement, rows, options.numbered(number)),
        Outcome::counts);
  }

  @Override
  public void commit(long sequence, long[] counts) throws SQLException {
    if (!endLost(StatementKind.COMMIT)) {
      call(
          Call.COMMIT,
          true,
          (session, number, onlyIfRead) -> {
            session.commit(number, null);
            return null;
          },
          outcome -> null);
    }
  }

  @Override
  public void rollback() throws SQLException {
    if (!endLost(StatementKind.ROLLBACK)) {
      call(
          Call.ROLLBACK,
          (session, number, onlyIfRead) -> {
            session.rollback();
            return null;
          });
    }
  }

  /** Ends a transaction that was lost with its host, if there is one and the statement ends it. */
  private boolean endLost(StatementKind kind) throws SQLException {
    attachment.enter();
    try {
      String reason = transactionLost;
      if (reason == null || kind == StatementKind.BEGIN) {
        return false;
      }
      transactionLost = null;
      if (kind == StatementKind.COMMIT) {
        requireTold(reason);
        throw ErrorCode.TRANSACTION_ABORTED.exception("Nothing was committed: " + reason);
      }
      lossUntold = false;
      return true;
    } finally {
      attachment.leave();
    }
  }

  private void requireTold(String reason) throws SQLException {
    if (lossUntold) {
      lossUntold = false;
      throw nothingCommitted(reason, null);
    }
  }

  private static SQLException nothingCommitted(String reason, SQLException cause) {
    return ErrorCode.SERIALIZATION_FAILURE.exception(
        reason + ". Nothing of it is committed; run it again", cause);
  }

  @Override
  public Object metadata(MetadataCall metadataCall) throws SQLException {
    return call(Call.QUESTION, (session, number, onlyIfRead) -> session.metadata(metadataCall));
  }

  @Override
  public String schema() throws SQLException {
    return call(Call.QUESTION, (session, number, onlyIfRead) -> session.schema());
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    call(
        Call.QUESTION,
        (session, number, onlyIfRead) -> {
          session.setSchema(schema);
          state.schema(schema);
          return null;
        });
  }

  @Override
  public String catalog() throws SQLException {
    return call(Call.QUESTION, (session, number, onlyIfRead) -> session.catalog());
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    call(
        Call.QUESTION,
        (session, number, onlyIfRead) -> {
          session.setCatalog(catalog);
          state.catalog(catalog);
          return null;
        });
  }

  @Override
  public <T> Optional<T> nativeConnection(Class<T> type) throws SQLException {
    EngineSession session = attachment.current();
    return session == null ? Optional.empty() : session.nativeConnection(type);
  }

  @Override
  public void cancel() throws SQLException {
    EngineSession session = attachment.current();
    if (session != null) {
      session.cancel();
    }
  }

  @Override
  public boolean isValid(Duration timeout) {
    Duration time = timeout.isZero() ? node.options().hostTimeout() : timeout;
    attachment.enter();
    try {
      return !closed && transactionLost == null && attachment.answers(time);
    } catch (SQLException e) {
      LOG.debug("The session is not valid: {}", e.getMessage());
      return false;
    } finally {
      attachment.leave();
    }
  }

  @Override
  public void close() throws SQLException {
    attachment.enter();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (operations.anyOpen()) {
        node.mayAskLater();
      }
      EngineSession session = attachment.current();
      if (session != null) {
        rollBack(session);
        sayGoodbye(session);
        attachment.detach();
      } else if (operations.any()) {
        node.owesGoodbye();
      }
    } finally {
      attachment.leave();
      node.closed(this);
    }
  }

  // Where the outcome of an operation is still open, the host has to go on keeping it.
  private void sayGoodbye(EngineSession session) {
    try {
      if (!operations.anyOpen()) {
        session.goodbye();
      }
    } catch (SQLException e) {
      LOG.debug("The host has gone before it could be said goodbye: {}", e.getMessage());
      node.owesGoodbye();
    }
  }

  /** A question is asked after the session was closed: the node keeps a role for it again. */
  private void needHostIfClosed() {
    if (closed) {
      node.needs(this);
    }
  }

  /** What was attached to ask a question after the session was closed has to go again. */
  private void letGoIfClosed() {
    if (!closed) {
      return;
    }
    attachment.enter();
    try {
      attachment.detach();
    } finally {
      attachment.leave();
    }
    node.closed(this);
  }

  // In the host too, before close returns: what follows elsewhere must not conflict with it.
  private static void rollBack(EngineSession session) {
    try {
      if (session.transaction().open()) {
        session.rollback();
      }
    } catch (SQLException e) {
      LOG.debug("The transaction ends with its host: {}", e.getMessage());
    }
  }

  /** Runs a call, on another host if need be. */
  <T> T call(Call call, Work<T> work) throws SQLException {
    return call(call, false, work, null);
  }

  /**
   * The same for a call that may write.
   *
   * @param hasOutcome whether a host can keep its outcome
   * @param answer what it is answered when its own answer did not arrive
   */
  private <T> T call(Call call, boolean hasOutcome, Work<T> work, Answer<T> answer)
      throws SQLException {
    attachment.enter();
    try {
      requireUsable();
      return attempt(call, hasOutcome ? operations.next() : 0, work, answer);
    } finally {
      attachment.leave();
    }
  }

  private <T> T attempt(Call call, long operation, Work<T> work, Answer<T> answer)
      throws SQLException {
    boolean onlyIfRead = false;
    boolean failedBefore = false;
    long number = operation;
    while (true) {
      EngineSession session = attachment.attached();
      TransactionState before = session.transaction();
      boolean kept = number != 0 && session.keepsOutcomes();
      try {
        return work.run(session, kept ? number : 0, onlyIfRead);
      } catch (HostLostException e) {
        attachment.detach();
        boolean failsAgain =
            e.engineFailed() && (failedBefore || e.engineFailure() == ErrorCode.DISK_FULL);
        failedBefore |= e.engineFailed();
        switch (Loss.of(call, before, e.progress())) {
          case NOT_DONE -> requireNotFailing(failsAgain, e);
          case PERHAPS_READ -> {
            requireNotFailing(failsAgain && onlyIfRead, e);
            onlyIfRead = true;
          }
          case NOTHING_LOST -> {
            return null;
          }
          case TRANSACTION_LOST -> throw transactionLost(call, e);
          case UNREACHABLE -> throw ErrorCode.CONNECTION_LOST.exception(e.getMessage(), e);
          case UNKNOWN -> {
            if (!kept) {
              throw outcomeUnknown(e);
            }
            if (e.progress() == Progress.SILENT) {
              throw operations.unknown(number, e);
            }
            Outcome outcome = operations.ask(number, e);
            if (outcome.kind() != Outcome.Kind.NOT_COMMITTED) {
              return answered(outcome, answer);
            }
            requireNotFailing(failsAgain, e);
            if (call == Call.COMMIT) {
              throw transactionLost(call, e);
            }
          }
        }
      } catch (SQLException e) {
        if (onlyIfRead && ErrorCode.READ_ONLY.is(e)) {
          throw outcomeUnknown(e);
        }
        if (!ErrorCode.NOT_COVERED.is(e)) {
          throw e;
        }
        number = 0;
      }
    }
  }

  // What breaks one engine after the other is not tried on the next, and the next one has no more
  // space than the last.
  private static void requireNotFailing(boolean failsAgain, HostLostException e)
      throws SQLException {
    if (failsAgain) {
      throw e.engineFailure().exception(e.getMessage() + ". Nothing of this call is kept", e);
    }
    LOG.debug("Run again on the next host: {}", e.getMessage());
  }

  private static <T> T answered(Outcome outcome, Answer<T> answer) throws SQLException {
    if (outcome.kind() == Outcome.Kind.ANSWER_LOST) {
      throw ErrorCode.RESULT_LOST.exception(
          "The write is committed, once, but its result went with the host and was too long to be"
              + " kept. Do not repeat it; read the rows again");
    }
    return answer.from(outcome);
  }

  private SQLException transactionLost(Call call, HostLostException cause) {
    String reason = cause.getMessage() + ", and the open transaction was rolled back with it";
    if (!call.endsTransaction()) {
      transactionLost = reason;
    }
    return nothingCommitted(reason, cause);
  }

  private static SQLException outcomeUnknown(SQLException cause) {
    return new OutcomeUnknownException(
        "The host was lost while this write was under way, so it is not known whether it was"
            + " committed. Look at the data before you repeat it ("
            + cause.getMessage()
            + ")",
        null,
        cause);
  }

  private void requireUsable() throws SQLException {
    if (closed) {
      throw ErrorCode.CLOSED.exception("The session is closed");
    }
    if (transactionLost != null) {
      requireTold(transactionLost);
      throw ErrorCode.TRANSACTION_ABORTED.exception(transactionLost + ". Roll back to go on");
    }
  }

  /**
   * Runs a call of a cursor.
   *
   * @param origin the session that the cursor belongs to
   */
  <T> T callCursor(EngineSession origin, CursorWork<T> work) throws SQLException {
    attachment.enter();
    try {
      return work.run();
    } catch (HostLostException e) {
      throw lostWhileReading(origin, e);
    } catch (SQLException e) {
      // Rows that are here already can be read; those that are not went with their session.
      throw attachment.current() == origin
          ? e
          : ErrorCode.SESSION_STATE_LOST.exception(RESULT_LOST, e);
    } finally {
      attachment.leave();
    }
  }

  // A transaction that was open is lost too, and that must be said now or by the next call: else
  // what follows would begin another one, and its commit would look like that of both.
  private SQLException lostWhileReading(EngineSession origin, HostLostException cause) {
    boolean open = attachment.current() == origin && origin.transaction().open();
    if (attachment.current() == origin) {
      attachment.detach();
    }
    return open
        ? transactionLost(Call.QUESTION, cause)
        : ErrorCode.SESSION_STATE_LOST.exception(RESULT_LOST, cause);
  }

  /** A call of a cursor. */
  interface CursorWork<T> {
    T run() throws SQLException;
  }

  /** Closes a cursor, which may be one of a session that is not behind this one any more. */
  void closeCursor(EngineSession origin, Cursor cursor) throws SQLException {
    attachment.enter();
    try {
      cursor.close();
    } catch (HostLostException e) {
      LOG.debug("A result ends with its host: {}", lostWhileReading(origin, e).getMessage());
    } finally {
      attachment.leave();
    }
  }

  /** A cursor has given all it has, or was closed. */
  void cursorEnded(EngineSession origin) {
    attachment.cursorEnded(origin);
  }

  /** Lets the role go as soon as nothing would be lost by it. */
  void askToDetach() {
    attachment.askToDetach();
  }

  /** Waits until the role has been let go; what is still under way after the time is cut off. */
  void awaitDetached(Duration time) {
    attachment.awaitDetached(time);
  }

  private void transactionCutOff() {
    transactionLost =
        "This process let the database go, and the open transaction was rolled back with it";
    lossUntold = true;
  }

  private static Reply done() {
    return new Reply(null, -1, null, Fate.NOT_COMMITTED, false, false);
  }
}
