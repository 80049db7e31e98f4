package dev.bolt.node;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.engine.Cursor;
import dev.bolt.engine.Description;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.engine.MetadataCall;
import dev.bolt.engine.Outcome;
import dev.bolt.engine.Reply;
import dev.bolt.engine.TransactionState;
import dev.bolt.rows.Chunk;
import dev.bolt.rows.RowShape;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A session of the engine in its host, watched for the one error that ends the engine: {@link
 * ErrorCode#ENGINE_FAILED}.
 *
 * <p>DuckDB refuses everything after a fatal error, such as a checkpoint for which there is no
 * space, until its file is opened again. Invariants:
 *
 * <ol>
 *   <li>Whoever meets that error, in whatever call, has the host give its role up before the caller
 *       has the error. So the engine is opened again, here or in another process, once.
 *   <li>To the sessions the error is the loss of their host, of {@link Loss}: in a joined process,
 *       which is sent it, and in this one alike.
 *   <li>A call in which the engine failed may have committed: DuckDB commits and then fails to
 *       write a checkpoint. So it is not run again unless the ledger of the next engine, which has
 *       replayed the log, says that it is not committed. A call that found the engine failed was
 *       refused before it began ({@link ErrorCode#ENGINE_UNUSABLE}).
 *   <li>A call in which the engine failed twice is not run a third time, and one for which there
 *       was no space not a second time.
 *   <li>A write is answered as committed only if the engine lived when it was ({@code
 *       DuckDbTransaction.requireAlive}).
 * </ol>
 *
 * <p>Interleavings: several sessions meet the error at once, and the first one ends the role, as
 * the others find it ended. One opens meanwhile: it is refused by the failed engine, and waits for
 * the next host. The role ends while the failed call is being answered: its client sees the
 * connection end instead of the error, and asks the next host, as after any loss.
 */
final class WatchedSession implements EngineSession {

  /** Told of the error; returns what the caller gets instead. */
  interface Watch {
    SQLException failed(SQLException e);
  }

  private interface Call<T> {
    T run() throws SQLException;
  }

  private interface Action {
    void run() throws SQLException;
  }

  private final EngineSession session;
  private final Watch watch;

  WatchedSession(EngineSession session, Watch watch) {
    this.session = session;
    this.watch = watch;
  }

  private <T> T ask(Call<T> call) throws SQLException {
    try {
      return call.run();
    } catch (SQLException e) {
      throw ErrorCode.ENGINE_FAILED.is(e) ? watch.failed(e) : e;
    }
  }

  private void tell(Action action) throws SQLException {
    ask(
        () -> {
          action.run();
          return null;
        });
  }

  private Cursor watched(Cursor cursor) {
    return cursor instanceof Cursor.Chunks rows && !rows.detached() ? new Rows(rows) : cursor;
  }

  /** The rows of a result that the engine still delivers. */
  private final class Rows implements Cursor.Chunks {

    private final Cursor.Chunks rows;

    Rows(Cursor.Chunks rows) {
      this.rows = rows;
    }

    @Override
    public RowShape shape() {
      return rows.shape();
    }

    @Override
    public Chunk next() throws SQLException {
      return ask(rows::next);
    }

    @Override
    public boolean atEnd() {
      return rows.atEnd();
    }

    @Override
    public boolean detached() {
      return rows.detached();
    }

    @Override
    public void close() throws SQLException {
      tell(rows::close);
    }
  }

  @Override
  public EngineKind engine() {
    return session.engine();
  }

  @Override
  public Description describe(SqlStatement statement) throws SQLException {
    return ask(() -> session.describe(statement));
  }

  @Override
  public Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException {
    Reply reply = ask(() -> session.execute(statement, parameters, options));
    return new Reply(
        watched(reply.cursor()),
        reply.updateCount(),
        watched(reply.generatedKeys()),
        reply.fate(),
        reply.read(),
        reply.sessionChanged());
  }

  @Override
  public long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException {
    return ask(() -> session.executeBatch(statement, rows, options));
  }

  @Override
  public void commit(long sequence, long[] counts) throws SQLException {
    tell(() -> session.commit(sequence, counts));
  }

  @Override
  public Outcome outcome(long sequence) throws SQLException {
    return ask(() -> session.outcome(sequence));
  }

  @Override
  public boolean keepsOutcomes() {
    return session.keepsOutcomes();
  }

  @Override
  public void goodbye() throws SQLException {
    tell(session::goodbye);
  }

  @Override
  public void rollback() throws SQLException {
    tell(session::rollback);
  }

  @Override
  public TransactionState transaction() {
    return session.transaction();
  }

  @Override
  public Object metadata(MetadataCall call) throws SQLException {
    return ask(() -> session.metadata(call));
  }

  @Override
  public String schema() throws SQLException {
    return ask(session::schema);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    tell(() -> session.setSchema(schema));
  }

  @Override
  public String catalog() throws SQLException {
    return ask(session::catalog);
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    tell(() -> session.setCatalog(catalog));
  }

  @Override
  public <T> Optional<T> nativeConnection(Class<T> type) throws SQLException {
    return session.nativeConnection(type);
  }

  @Override
  public void cancel() throws SQLException {
    session.cancel();
  }

  @Override
  public boolean isValid(Duration timeout) {
    return session.isValid(timeout);
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
