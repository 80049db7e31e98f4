package dev.bolt.node;

import dev.bolt.engine.Cursor;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.rows.Chunk;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A variable of a DuckDB session. What was assigned to it may be an expression that gives something
 * else the next time, so it is the value that is given to the next session. Stateless.
 */
final class SessionVariable {

  private static final Object[] NO_PARAMETERS = {};

  private SessionVariable() {}

  /**
   * A statement that assigns the value that a variable has now; empty where its type, one that is
   * or holds a UNION or VARIANT, has texts that do not give the value again.
   */
  static Optional<SqlStatement> assignment(EngineSession session, String name) throws SQLException {
    String variable = "getvariable('" + name.replace("'", "''") + "')";
    SqlStatement question =
        new SqlStatement(
            "SELECT CASE WHEN regexp_matches(typeof(v), 'UNION\\(|VARIANT') THEN NULL"
                + " ELSE 'CAST(' || coalesce('''' || replace(v::VARCHAR, '''', '''''') || '''', 'NULL')"
                + " || ' AS ' || typeof(v) || ')' END FROM (SELECT "
                + variable
                + " AS v)",
            StatementKind.QUERY,
            0);
    return text(session, question)
        .map(
            value ->
                new SqlStatement(
                    "SET VARIABLE \"" + name.replace("\"", "\"\"") + "\" = " + value,
                    StatementKind.SET,
                    0));
  }

  private static Optional<String> text(EngineSession session, SqlStatement question)
      throws SQLException {
    try (Cursor cursor =
        session.execute(question, NO_PARAMETERS, ExecuteOptions.AUTO_COMMIT).cursor()) {
      Chunk row = ((Cursor.Chunks) cursor).next();
      return row.column(0).isNull(0) ? Optional.empty() : Optional.of(row.column(0).text(0));
    }
  }
}
