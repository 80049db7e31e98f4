package dev.bolt.node;

import dev.bolt.ErrorCode;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.ExecuteOptions;
import dev.bolt.sql.SettingStatement;
import dev.bolt.sql.SqlStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a session has changed of itself, to be done again on the next host, in the order of the last
 * changes. Confined to its session.
 *
 * <p>The last change of each setting is kept. Temporary objects die with their host; that is said
 * once, at the next use of the session, so that nobody finds them silently missing.
 */
final class SessionState {

  private static final Object[] NO_PARAMETERS = {};

  private interface Change {
    void repeat(EngineSession session) throws SQLException;
  }

  private final Map<String, Change> changes = new LinkedHashMap<>();
  private boolean temporaryObjects;
  private boolean temporaryObjectsLost;

  /** A statement has changed a session, the one that is asked for what it has become. */
  void executed(EngineSession session, SqlStatement statement, Object[] parameters)
      throws SQLException {
    switch (statement.kind()) {
      case SET -> set(session, statement, parameters);
      case PRAGMA -> put("set " + SettingStatement.of(statement).name(), statement, NO_PARAMETERS);
      case USE -> {
        changes.remove("schema");
        changes.remove("catalog");
        put("use", statement, NO_PARAMETERS);
      }
      case PREPARE -> put(statement.text(), statement, NO_PARAMETERS);
      case TEMPORARY_DDL -> temporaryObjects = true;
      default -> {
        // Attached files belong to the engine, not to the session.
      }
    }
  }

  private void set(EngineSession session, SqlStatement statement, Object[] parameters)
      throws SQLException {
    SettingStatement setting = SettingStatement.of(statement);
    String name = setting.name().toLowerCase(Locale.ROOT);
    switch (setting.scope()) {
      case GLOBAL -> {
        // It is the host's to bring back.
      }
      case VARIABLE -> {
        changes.remove("variable " + name);
        if (!setting.reset()) {
          variable(session, setting.name(), statement, parameters);
        }
      }
      default -> put("set " + name, statement, parameters);
    }
  }

  private void variable(
      EngineSession session, String name, SqlStatement statement, Object[] parameters)
      throws SQLException {
    String key = "variable " + name.toLowerCase(Locale.ROOT);
    Optional<SqlStatement> value = SessionVariable.assignment(session, name);
    if (value.isPresent()) {
      put(key, value.get(), NO_PARAMETERS);
    } else {
      put(key, statement, parameters);
    }
  }

  private void put(String key, SqlStatement statement, Object[] parameters) {
    put(key, session -> session.execute(statement, parameters, ExecuteOptions.AUTO_COMMIT));
  }

  // Removed first, so that the order is that of the last change.
  private void put(String key, Change change) {
    changes.remove(key);
    changes.put(key, change);
  }

  void schema(String name) {
    put("schema", session -> session.setSchema(name));
  }

  void catalog(String name) {
    changes.remove("schema");
    put("catalog", session -> session.setCatalog(name));
  }

  /**
   * Brings a new session to this state.
   *
   * @throws SQLException with SQLState 08006, once, when temporary objects are gone
   */
  void restore(EngineSession session) throws SQLException {
    if (temporaryObjects) {
      temporaryObjects = false;
      temporaryObjectsLost = true;
    }
    if (temporaryObjectsLost) {
      temporaryObjectsLost = false;
      throw ErrorCode.SESSION_STATE_LOST.exception(
          "The temporary tables of this session are lost with its host. Create them again; the"
              + " session itself goes on");
    }
    for (Change change : changes.values()) {
      change.repeat(session);
    }
  }

  /** What {@link #restore} has told once is to be told once more: it was not heard. */
  void tellAgain() {
    temporaryObjectsLost = true;
  }

  /** Whether the next {@link #restore} has to tell of a loss. */
  boolean losesObjects() {
    return temporaryObjects || temporaryObjectsLost;
  }

  /** Whether an error of {@link #restore} is one that is told only once. */
  static boolean isLoss(SQLException e) {
    return e.getErrorCode() == ErrorCode.SESSION_STATE_LOST.number();
  }
}
