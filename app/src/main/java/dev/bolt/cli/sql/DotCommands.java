package dev.bolt.cli.sql;

import dev.bolt.EngineKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The commands of the shell that are not SQL. Confined to one thread. */
final class DotCommands {

  private static final String HELP =
      """
      A statement may have several lines; a semicolon ends it.
      .tables          the tables and views
      .schema [TABLE]  how they were created
      .help            this
      .quit            end; as does Ctrl-D
      Ctrl-C cancels a statement that runs.""";

  private final SqlRunner runner;
  private final PrintWriter out;

  DotCommands(SqlRunner runner, PrintWriter out) {
    this.runner = runner;
    this.out = out;
  }

  /** Runs a command; false ends the shell. */
  boolean run(String line) throws SQLException, IOException {
    String[] words = line.split("\\s+", 2);
    switch (words[0]) {
      case ".quit", ".exit" -> {
        return false;
      }
      case ".help" -> out.println(HELP);
      case ".tables" -> print(tables(), null);
      case ".schema" -> print(schema(), words.length > 1 ? words[1] : null);
      default -> out.println("unknown command " + words[0] + "; .help lists them");
    }
    return true;
  }

  private void print(String sql, String table) throws SQLException {
    try (PreparedStatement statement = runner.connection().prepareStatement(sql)) {
      if (sql.contains("?")) {
        statement.setString(1, table);
        statement.setString(2, table);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          out.println(rows.getString(1));
        }
      }
    }
  }

  private String tables() {
    return runner.engine() == EngineKind.SQLITE
        ? "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            + " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
        : "SELECT table_name FROM information_schema.tables"
            + " WHERE table_catalog = current_database() ORDER BY table_name";
  }

  private String schema() {
    return runner.engine() == EngineKind.SQLITE
        ? "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL"
            + " AND (CAST(? AS TEXT) IS NULL OR tbl_name = ?) ORDER BY tbl_name, type DESC"
        : "SELECT sql FROM (SELECT table_name AS name, sql FROM duckdb_tables() WHERE NOT internal"
            + " UNION ALL SELECT view_name, sql FROM duckdb_views() WHERE NOT internal"
            + " UNION ALL SELECT table_name, sql FROM duckdb_indexes())"
            + " WHERE CAST(? AS VARCHAR) IS NULL OR name = ? ORDER BY name";
  }
}
