package dev.bolt.engine;

import dev.bolt.rows.ColumnRows;
import dev.bolt.rows.ColumnType;
import dev.bolt.rows.ParameterInfo;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Which batches of one session may go in with one statement for many rows: plain inserts, unless
 * something could tell that statement from one for each row.
 *
 * <ul>
 *   <li>A trigger can.
 *   <li>A table that refers to itself can: the engine looks for the row that is referred to among
 *       those that were there before the statement.
 *   <li>What another, attached database makes of it is not known.
 *   <li>The text of a decimal depends on how many digits its type has, which is the same in all
 *       rows of a column.
 * </ul>
 *
 * <p>Confined to the thread that uses the session.
 */
final class BulkInserts {

  /** To plan the one statement takes as long as some rows. */
  private static final int FEWEST_ROWS = 16;

  private static final String REFERS_TO_ITSELF =
      "SELECT 1 FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
          + " AND table_name = referenced_table AND contains(lower(?), lower(table_name))"
          + " LIMIT 1";

  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  private final DuckDbEngine engine;
  private final DuckDbRunner runner;

  /** What was asked of the engine last, which holds until the session does anything else. */
  private String askedFor;

  private boolean refersToItself;

  /** Null until it is asked for. */
  private List<String> types;

  BulkInserts(DuckDbEngine engine, DuckDbRunner runner) {
    this.engine = engine;
    this.runner = runner;
  }

  /** The session is about to do something else than to go on with a batch. */
  void forget() {
    askedFor = null;
  }

  /**
   * The way in for a batch in the open transaction.
   *
   * @param rows how many it has, or those of it that are there
   * @return null when its rows have to run one by one
   */
  BulkRows wayIn(SqlStatement statement, WriteProfile profile, int rows) throws SQLException {
    if (rows < FEWEST_ROWS
        || profile.plainInsert() == null
        || engine.hasAttached()
        || engine.mayHaveTriggers()) {
      return null;
    }
    BulkRows bulk = engine.bulkRows();
    return bulk == null || refersToItself(statement) ? null : bulk;
  }

  private boolean refersToItself(SqlStatement statement) throws SQLException {
    if (!statement.text().equals(askedFor)) {
      refersToItself = runner.any(REFERS_TO_ITSELF, statement.text());
      types = null;
      askedFor = statement.text();
    }
    return refersToItself;
  }

  /** Whether rows of a batch that has a way in can take it. */
  boolean fits(SqlStatement statement, ColumnRows rows) throws SQLException {
    if (rows.chunk().width() != statement.parameterCount()) {
      return false;
    }
    for (int i = 0; i < rows.chunk().width(); i++) {
      if (rows.chunk().column(i).type() == ColumnType.DECIMAL && !becomesNumber(statement, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean becomesNumber(SqlStatement statement, int parameter) throws SQLException {
    if (types == null) {
      types =
          runner.describe(statement).parameters().stream().map(ParameterInfo::typeName).toList();
    }
    String type = types.get(parameter);
    return type.startsWith("DECIMAL") || NUMBERS.contains(type);
  }
}
