package dev.bolt.node;

import dev.bolt.ErrorCode;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.sql.SettingStatement;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a session has changed of itself, to be done again on the next host. Confined to its session.
 *
 * <p>The last statement for each setting is kept. Temporary objects die with their host; that is
 * said once, at the next use of the session, so that nobody finds them silently missing.
 */
final class SessionState {

  private static final Object[] NO_PARAMETERS = {};

  private final Map<String, SqlStatement> statements = new LinkedHashMap<>();
  private String catalog;
  private String schema;
  private boolean temporaryObjects;

  /** A statement has changed the session. */
  void executed(SqlStatement statement) {
    switch (statement.kind()) {
      case SET, PRAGMA -> put("set " + SettingStatement.of(statement).name(), statement);
      case USE -> {
        catalog = null;
        schema = null;
        put("use", statement);
      }
      case PREPARE -> put(statement.text(), statement);
      case TEMPORARY_DDL -> temporaryObjects = true;
      default -> {
        // Attached files belong to the engine, not to the session.
      }
    }
  }

  // Removed first, so that the order is that of the last change.
  private void put(String key, SqlStatement statement) {
    statements.remove(key);
    statements.put(key, statement);
  }

  void schema(String name) {
    schema = name;
  }

  void catalog(String name) {
    catalog = name;
    schema = null;
  }

  /**
   * Brings a new session to this state.
   *
   * @throws SQLException with SQLState 08006, once, when temporary objects are gone
   */
  void restore(EngineSession session) throws SQLException {
    for (SqlStatement statement : statements.values()) {
      session.execute(statement, NO_PARAMETERS, ExecuteOptions.AUTO_COMMIT);
    }
    if (catalog != null) {
      session.setCatalog(catalog);
    }
    if (schema != null) {
      session.setSchema(schema);
    }
    if (temporaryObjects) {
      temporaryObjects = false;
      throw ErrorCode.SESSION_STATE_LOST.exception(
          "The temporary tables of this session are lost with its host. Create them again; the"
              + " session itself goes on");
    }
  }
}
