package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of the surface share: each runs on a fresh file of each engine. */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(30)
abstract class JdbcTest {
  @Parameter EngineKind engine;
  @TempDir Path folder;
  SharedFile file;
  BoltConnection connection;

  @BeforeEach
  void open() throws SQLException, IOException {
    file = SharedFile.open(engine, folder);
    connection = file.connect();
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    file.close();
  }

  final void execute(String sql) throws SQLException {
    execute(connection, sql);
  }

  static void execute(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Creates the table {@code keyed}, whose id the engine generates. */
  final void createTableWithKeys() throws SQLException {
    if (engine == EngineKind.DUCKDB) {
      execute("CREATE SEQUENCE ids");
      execute("CREATE TABLE keyed (id INTEGER PRIMARY KEY DEFAULT nextval('ids'), name VARCHAR)");
    } else {
      execute("CREATE TABLE keyed (id INTEGER PRIMARY KEY, name VARCHAR)");
    }
  }

  final List<String> names() throws SQLException {
    return column(connection, "SELECT name FROM t ORDER BY id");
  }

  static List<String> column(Connection on, String sql) throws SQLException {
    try (PreparedStatement statement = on.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      return column(rows);
    }
  }

  /** The first column of what is left of a result, as text. */
  static List<String> column(ResultSet rows) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) {
      values.add(rows.getString(1));
    }
    return values;
  }

  /** A query that runs for minutes unless it is cancelled. */
  final String endlessQuery() {
    return engine == EngineKind.DUCKDB
        ? "SELECT count(*) FROM range(100000000000) a WHERE hash(a.range) % 7 = 8"
        : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000)"
            + " SELECT count(*) FROM n";
  }
}
