package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The ways to a connection of the engine's own driver, for those who have asked for it. */
final class EngineConnection {

  private EngineConnection() {}

  /** Opens a connection that Bolt has nothing to do with. */
  static Connection open(EngineKind engine, String url, Properties properties) throws SQLException {
    try {
      // Registers the driver, also where it came to the class path after the first connection.
      Class.forName(engine.driverClass());
      return DriverManager.getConnection(url, properties);
    } catch (ClassNotFoundException e) {
      throw ErrorCode.ENGINE_MISSING.exception(
          "The driver of " + engine.productName() + " cannot be loaded: " + e.getMessage(), e);
    }
  }

  static <T> T unwrap(GuardedSession session, Class<T> type, boolean allowed) throws SQLException {
    if (!allowed) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "The engine's own connection is not handed out, because what is made of it keeps the"
              + " file locked after close(). Add allowUnwrap=true to the URL to take that on: "
              + type.getName());
    }
    return session
        .call(used -> used.nativeConnection(type))
        .orElseThrow(
            () ->
                ErrorCode.INVALID_ARGUMENT.exception(
                    "There is no "
                        + type.getName()
                        + " behind this connection: the engine is of another type, or runs in the"
                        + " process that hosts the file"));
  }

  static boolean isThere(GuardedSession session, Class<?> type, boolean allowed)
      throws SQLException {
    return allowed && session.call(used -> used.nativeConnection(type)).isPresent();
  }
}
