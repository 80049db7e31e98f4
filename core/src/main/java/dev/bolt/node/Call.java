package dev.bolt.node;

import dev.bolt.engine.ExecuteOptions;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import dev.bolt.sql.WrittenNames;

/** What it would mean to make a call of a session a second time. */
enum Call {
  /** It changes nothing but the session, to what it was asked to be: describe, a setting, BEGIN. */
  QUESTION,
  /** It is a read if the engine agrees. */
  PERHAPS_READ,
  /** It writes, in a transaction that is begun for it and not committed by it. */
  IN_TRANSACTION,
  /** It writes, and commits, or does what no transaction undoes. */
  WRITE,
  /** It commits the open transaction. */
  COMMIT,
  /** It rolls the open transaction back. */
  ROLLBACK;

  /** What it means for a statement. */
  static Call of(SqlStatement statement, ExecuteOptions options) {
    return switch (statement.kind()) {
      case BEGIN, SET, USE, PREPARE, CHECKPOINT, EXTENSION -> QUESTION;
      case COMMIT -> COMMIT;
      case ROLLBACK -> ROLLBACK;
      case QUERY -> hasOutcome(statement, options) ? WRITE : ofWork(statement.kind(), options);
      default -> ofWork(statement.kind(), options);
    };
  }

  private static Call ofWork(StatementKind kind, ExecuteOptions options) {
    if (!options.autoCommit() && undoneByRollback(kind)) {
      return IN_TRANSACTION;
    }
    return kind.mayBeRead() ? PERHAPS_READ : WRITE;
  }

  /**
   * Whether a host can keep the outcome of a statement in the database: what it does it does in a
   * transaction, and nowhere else.
   */
  static boolean hasOutcome(SqlStatement statement, ExecuteOptions options) {
    if (options.readOnly()) {
      return false;
    }
    return switch (statement.kind()) {
      case DML, DDL, COPY_FROM, EXECUTE -> options.autoCommit();
      case QUERY -> options.autoCommit() && WrittenNames.usesSequence(statement);
      case COMMIT -> true;
      default -> false;
    };
  }

  /** What it means for a batch. */
  static Call batch(SqlStatement statement, ExecuteOptions options) {
    return !options.autoCommit() && undoneByRollback(statement.kind()) ? IN_TRANSACTION : WRITE;
  }

  private static boolean undoneByRollback(StatementKind kind) {
    return switch (kind) {
      case QUERY, DML, DDL, TEMPORARY_DDL, COPY_FROM, EXPLAIN, EXPLAIN_ANALYZE -> true;
      default -> false;
    };
  }

  /** Whether the transaction is over after it, however it went. */
  boolean endsTransaction() {
    return this == COMMIT || this == ROLLBACK;
  }
}
