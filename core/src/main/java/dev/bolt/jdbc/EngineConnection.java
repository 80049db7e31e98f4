package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.sql.SQLException;

/** The way to the engine's own connection, for those who have asked for it. */
final class EngineConnection {

  private EngineConnection() {}

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
