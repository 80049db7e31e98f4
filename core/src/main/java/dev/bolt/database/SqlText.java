package dev.bolt.database;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.sql.Sql;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a SQL text before it runs, and what it has no sense in running as.
 *
 * <p>Thread-safe: what is learnt when it runs is written into single volatile fields.
 */
final class SqlText {
  private static final Set<StatementKind> READS =
      EnumSet.of(StatementKind.QUERY, StatementKind.EXPLAIN);

  /** Those that never have rows; some others have in one engine only, or sometimes. */
  private static final Set<StatementKind> NO_ROWS =
      EnumSet.of(
          StatementKind.DDL,
          StatementKind.TEMPORARY_DDL,
          StatementKind.SET,
          StatementKind.USE,
          StatementKind.ATTACH,
          StatementKind.DETACH);

  private static final Set<StatementKind> SAVEPOINTS =
      EnumSet.of(StatementKind.SAVEPOINT, StatementKind.RELEASE, StatementKind.ROLLBACK_TO);

  /** After these the session may not be what it was. */
  private static final Set<StatementKind> CHANGES_OF_SESSION =
      EnumSet.of(
          StatementKind.TEMPORARY_DDL,
          StatementKind.SET,
          StatementKind.USE,
          StatementKind.PREPARE,
          StatementKind.ATTACH,
          StatementKind.DETACH,
          StatementKind.PRAGMA);

  private final String sql;
  private final int statements;
  private final int parameters;
  private final Set<StatementKind> kinds;
  private final boolean changesSession;
  private final boolean controlsTransaction;
  private final boolean hasSavepoint;
  private volatile Columns columns;
  private volatile boolean hasRows;

  private SqlText(String sql, List<SqlStatement> statements) {
    this.sql = sql;
    this.statements = statements.size();
    this.parameters = statements.stream().mapToInt(SqlStatement::parameterCount).sum();
    this.kinds = EnumSet.noneOf(StatementKind.class);
    statements.forEach(statement -> kinds.add(statement.kind()));
    this.changesSession = kinds.stream().anyMatch(CHANGES_OF_SESSION::contains);
    this.controlsTransaction = kinds.stream().anyMatch(StatementKind::controlsTransaction);
    this.hasSavepoint = kinds.stream().anyMatch(SAVEPOINTS::contains);
  }

  /**
   * Reads a text.
   *
   * @throws SQLException with SQLState 22023 when it has no statement
   */
  static SqlText of(String sql, EngineKind engine) throws SQLException {
    if (sql == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The SQL text is null");
    }
    List<SqlStatement> statements = Sql.split(sql, engine);
    if (statements.isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The SQL text has no statement: '" + sql + "'");
    }
    return new SqlText(sql, statements);
  }

  String sql() {
    return sql;
  }

  /** How many statements it has. */
  int statements() {
    return statements;
  }

  /** Whether it can run again as a whole: of several statements the first may be committed. */
  boolean isRepeatable() {
    return statements == 1;
  }

  /** Whether a connection on which it has run is not as new. */
  boolean changesSession() {
    return changesSession;
  }

  /** Whether each row that it returns stands for one that it has written. */
  boolean returnsWhatItWrites() {
    return kinds.contains(StatementKind.DML);
  }

  void requireParameters(int given) throws SQLException {
    if (given != parameters) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The SQL text takes " + number(parameters) + ", and " + given + " given: " + sql);
    }
  }

  private static String number(int count) {
    return count == 1 ? "1 parameter" : count + " parameters";
  }

  /** Requires that it is no text that begins or ends a transaction. */
  void requireNoTransactionControl() throws SQLException {
    if (controlsTransaction) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          "Transactions begin and end with transaction(tx -> …), which commits when it returns and"
              + " rolls back when it throws, not by SQL: "
              + sql);
    }
  }

  /** Requires that it makes sense where each call has a transaction of its own. */
  void requireNoSavepoint() throws SQLException {
    if (hasSavepoint) {
      throw ErrorCode.TRANSACTION_STATE.exception(
          "A savepoint is a part of a transaction: use transaction(tx -> …)");
    }
  }

  /** Requires that it may return rows, as far as its first word tells. */
  void requireMayHaveRows() throws SQLException {
    if (NO_ROWS.containsAll(kinds)) {
      throw noRows();
    }
  }

  /** Requires that a writing statement returns rows, which the engine is asked once. */
  void requireRows(PreparedStatement statement) throws SQLException {
    if (hasRows || statements > 1 || !kinds.contains(StatementKind.DML)) {
      return;
    }
    if (statement.getMetaData() == null) {
      throw noRows();
    }
    hasRows = true;
  }

  private SQLException noRows() {
    return ErrorCode.INVALID_STATEMENT.exception(
        "The statement returns no rows and has not been run: use execute(). " + sql);
  }

  /** Requires that it does something besides returning rows. */
  void requireMayWrite() throws SQLException {
    if (READS.containsAll(kinds)) {
      throw ErrorCode.INVALID_STATEMENT.exception(
          "The statement returns rows and has not been run: use query(). " + sql);
    }
  }

  /** The columns of its rows. */
  Columns columns(ResultSet rows) throws SQLException {
    Columns before = columns;
    Columns now = Columns.of(rows, before);
    if (now != before) {
      columns = now;
    }
    return now;
  }
}
