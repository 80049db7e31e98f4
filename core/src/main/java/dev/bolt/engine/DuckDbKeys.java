package dev.bolt.engine;

import dev.bolt.engine.ExecuteOptions.GeneratedKeys;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.duckdb.DuckDBConnection;

/**
 * How the generated keys of a statement are found: the driver knows which columns they are, and
 * RETURNING hands them out in columns, as the driver's own result of them does not. Confined to the
 * thread that uses the session.
 */
final class DuckDbKeys {

  private static final int CAPACITY = 64;

  private record Question(String sql, GeneratedKeys keys) {}

  private final DuckDBConnection connection;
  private final LinkedHashMap<Question, String> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, String> eldest) {
          return size() > CAPACITY;
        }
      };

  DuckDbKeys(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** The statement with a RETURNING of its keys; the same text where it has none to return. */
  String returning(String sql, GeneratedKeys keys) throws SQLException {
    Question question = new Question(sql, keys);
    String answer = answers.get(question);
    if (answer == null) {
      answer = ask(sql, keys);
      answers.put(question, answer);
    }
    return answer;
  }

  private String ask(String sql, GeneratedKeys keys) throws SQLException {
    try (PreparedStatement plain = connection.prepareStatement(sql)) {
      if (DuckDbShapes.hasRows(plain.getMetaData())) {
        return sql;
      }
    }
    try (PreparedStatement withKeys = prepare(sql, keys)) {
      ResultSetMetaData columns = withKeys.getMetaData();
      return DuckDbShapes.hasRows(columns) ? sql + "\nRETURNING " + names(columns) : sql;
    }
  }

  private PreparedStatement prepare(String sql, GeneratedKeys keys) throws SQLException {
    if (!keys.names().isEmpty()) {
      return connection.prepareStatement(sql, keys.names().toArray(String[]::new));
    }
    if (!keys.indexes().isEmpty()) {
      return connection.prepareStatement(
          sql, keys.indexes().stream().mapToInt(Integer::intValue).toArray());
    }
    return connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
  }

  private static String names(ResultSetMetaData columns) throws SQLException {
    StringJoiner names = new StringJoiner(", ");
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add('"' + columns.getColumnName(i).replace("\"", "\"\"") + '"');
    }
    return names.toString();
  }
}
