package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Takes a transaction that has only read from its snapshot to the newest one.
 *
 * <p>Allowed only if the client cannot tell: all that it was given, or will be given by a result
 * that is open, has to be the same there. Confined to the thread that uses the session.
 */
final class SnapshotChange {

  private final Path file;
  private final SqliteStatements statements;
  private final TransactionReads reads;
  private final SqliteCursors cursors;
  private final SqliteKeptRows kept;
  private int schema;

  SnapshotChange(
      Path file,
      SqliteStatements statements,
      TransactionReads reads,
      SqliteCursors cursors,
      SqliteKeptRows kept) {
    this.file = file;
    this.statements = statements;
    this.reads = reads;
    this.cursors = cursors;
    this.kept = kept;
  }

  /** Whether the snapshot can be left at no cost but that of reading again. */
  boolean isEasy() {
    return reads.refusal() == null && cursors.isEmpty();
  }

  /**
   * Gets ready to leave the old snapshot, which still stands.
   *
   * @throws SQLException with SQLState 40001 when that is not possible
   */
  void leave(SQLException stale) throws SQLException {
    requireRepeatable(stale);
    try {
      cursors.keepAll(kept);
    } catch (SQLException e) {
      throw conflict("an open result could not be taken along (" + e.getMessage() + ")", e);
    }
    requireRepeatable(stale);
    schema = schemaVersion();
    if (!reads.askBefore(statements)) {
      throw conflict("one of its reads gives another answer each time", stale);
    }
  }

  /**
   * Compares the new snapshot with the old one.
   *
   * @throws SQLException with SQLState 40001 when they differ in what was read
   */
  void arrive(SQLException stale) throws SQLException {
    if (schemaVersion() != schema) {
      throw conflict("the schema has been changed", stale);
    }
    if (!reads.repeat(statements)) {
      throw conflict("its reads give other results now", stale);
    }
  }

  private void requireRepeatable(SQLException stale) throws SQLException {
    if (reads.refusal() != null) {
      throw conflict("its reads cannot be repeated: " + reads.refusal(), stale);
    }
  }

  private SQLException conflict(String why, SQLException cause) {
    return ErrorCode.SERIALIZATION_FAILURE.exception(
        "Another session has changed "
            + file
            + " between the reads and the first write of this transaction, and "
            + why
            + ". The transaction was rolled back: run it again, or connect with"
            + " transactionMode=immediate, so that it waits for its turn before it reads",
        cause);
  }

  private int schemaVersion() throws SQLException {
    SqlitePrepared pragma = statements.take("PRAGMA schema_version", true);
    pragma.run();
    int version;
    try (ResultSet row = pragma.rows()) {
      row.next();
      version = row.getInt(1);
    }
    statements.give(pragma);
    return version;
  }
}
