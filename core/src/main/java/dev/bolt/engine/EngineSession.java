package dev.bolt.engine;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.sql.SqlStatement;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One session of one client with an engine: the waist between the JDBC surface above and the
 * engines, the host and the socket below.
 *
 * <p>A session sees single statements only. It owns the state of its transaction: statements that
 * begin or end one are recognised whatever way they come, and after an error the transaction is
 * either usable or {@link TransactionState#ABORTED}, never silently in auto-commit.
 *
 * <p>Every {@link SQLException} carries an SQLState of {@link dev.bolt.ErrorCode}. A session is
 * used by one thread at a time; {@link #cancel()} may be called by any thread at any time.
 */
public interface EngineSession extends AutoCloseable {

  /** The engine behind this session. */
  EngineKind engine();

  /** What the engine says of a statement, without running it. */
  Description describe(SqlStatement statement) throws SQLException;

  /**
   * Runs a statement.
   *
   * @param parameters its parameters in order; empty for none
   */
  Reply execute(SqlStatement statement, Object[] parameters, ExecuteOptions options)
      throws SQLException;

  /**
   * Runs a statement once for each row of parameters, in one transaction.
   *
   * @return an update count for each row
   * @throws BatchUpdateException when one fails; in auto-commit nothing of the batch is kept, and
   *     it has no update counts
   */
  long[] executeBatch(SqlStatement statement, List<Object[]> rows, ExecuteOptions options)
      throws SQLException;

  /** Commits the open transaction; does nothing when none is open. */
  default void commit() throws SQLException {
    commit(0, null);
  }

  /**
   * Commits the open transaction; does nothing when none is open.
   *
   * @param sequence the number that the client gave to this operation, 0 for none
   * @param counts what to answer if the client asks for its outcome, where the transaction is that
   *     of a batch; else null
   */
  void commit(long sequence, long[] counts) throws SQLException;

  /**
   * What became of an operation of this client whose answer did not arrive.
   *
   * @param sequence the number that the client gave to it
   * @throws SQLException also when the engine cannot tell
   */
  default Outcome outcome(long sequence) throws SQLException {
    throw ErrorCode.NOT_SUPPORTED.exception(
        engine().productName() + " runs in the process of its client, who knows the outcome");
  }

  /** Whether {@link #outcome} can tell of this session's operations when it is lost. */
  default boolean keepsOutcomes() {
    return false;
  }

  /** The client will not ask for the outcome of an operation any more. */
  default void goodbye() throws SQLException {
    // Who keeps no outcomes has none to forget.
  }

  /** Rolls the open transaction back; does nothing when none is open. */
  void rollback() throws SQLException;

  /** Where the session stands in its transaction, as of the last answer. */
  TransactionState transaction();

  /**
   * Asks the engine's own {@link java.sql.DatabaseMetaData}.
   *
   * @return a String, Boolean, Integer, Long or null; or a {@link Cursor} where the method returns
   *     a result set
   */
  Object metadata(MetadataCall call) throws SQLException;

  /** The schema that unqualified names are looked up in, or null where the engine has none. */
  String schema() throws SQLException;

  /** Changes {@link #schema()}. */
  void setSchema(String schema) throws SQLException;

  /** The catalog that unqualified names are looked up in, or null where the engine has none. */
  String catalog() throws SQLException;

  /** Changes {@link #catalog()}. */
  void setCatalog(String catalog) throws SQLException;

  /** The engine's own connection, where it is in this process and is of a type. */
  default <T> Optional<T> nativeConnection(Class<T> type) throws SQLException {
    return Optional.empty();
  }

  /** Cancels the statement that runs, if one does. */
  void cancel() throws SQLException;

  /** Whether the session still answers within a time. */
  boolean isValid(Duration timeout);

  /** Rolls back what is open and ends the session. Idempotent. */
  @Override
  void close() throws SQLException;
}
