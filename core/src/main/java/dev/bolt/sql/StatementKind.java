package dev.bolt.sql;

/** What a single statement does, as far as sharing has to know. */
public enum StatementKind {
  /** SELECT, VALUES, FROM …, TABLE, WITH … that ends in one of these. May still write (nextval). */
  QUERY,
  /** INSERT, REPLACE, UPDATE, DELETE, MERGE, also in a WITH, with or without RETURNING. */
  DML,
  /** CREATE, DROP, ALTER, TRUNCATE, COMMENT, of objects that outlive the session. */
  DDL,
  /** The same of temporary objects, which die with the session. */
  TEMPORARY_DDL,
  /** BEGIN, START TRANSACTION. */
  BEGIN,
  /** COMMIT, END. */
  COMMIT,
  /** ROLLBACK, ABORT; not ROLLBACK TO. */
  ROLLBACK,
  /** SAVEPOINT. */
  SAVEPOINT,
  /** RELEASE SAVEPOINT. */
  RELEASE,
  /** ROLLBACK TO SAVEPOINT. */
  ROLLBACK_TO,
  /** SET, RESET: a setting or variable; DuckDB's PRAGMA name = value. */
  SET,
  /** USE. */
  USE,
  /** PREPARE, DEALLOCATE given as SQL. */
  PREPARE,
  /** EXECUTE of a statement that was prepared by SQL. */
  EXECUTE,
  /** ATTACH. */
  ATTACH,
  /** DETACH. */
  DETACH,
  /** COPY … TO, EXPORT DATABASE: writes files. */
  COPY_TO,
  /** COPY … FROM, COPY FROM DATABASE, IMPORT DATABASE: writes tables. */
  COPY_FROM,
  /** PRAGMA, and in SQLite EXPLAIN of one, which may run it. */
  PRAGMA,
  /** EXPLAIN without ANALYZE, DESCRIBE, SHOW, SUMMARIZE. */
  EXPLAIN,
  /** EXPLAIN ANALYZE, which runs its statement. */
  EXPLAIN_ANALYZE,
  /** CHECKPOINT, FORCE CHECKPOINT. */
  CHECKPOINT,
  /** VACUUM, ANALYZE, REINDEX. */
  MAINTENANCE,
  /** CALL. */
  CALL,
  /** LOAD, INSTALL, UPDATE EXTENSIONS. */
  EXTENSION,
  /** Everything else, and what is not SQL. */
  OTHER;

  /** Whether such a statement can be a read, and so be repeated, if the engine agrees. */
  public boolean mayBeRead() {
    return this == QUERY || this == EXPLAIN;
  }

  /** Whether it controls the transaction itself. */
  public boolean controlsTransaction() {
    return this == BEGIN || this == COMMIT || this == ROLLBACK;
  }
}
