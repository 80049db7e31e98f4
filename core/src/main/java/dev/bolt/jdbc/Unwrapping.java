package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.sql.Wrapper;

/** A JDBC object that is nothing but itself: it unwraps to its own classes and interfaces. */
interface Unwrapping extends Wrapper {

  @Override
  default <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw ErrorCode.INVALID_ARGUMENT.exception(
        getClass().getSimpleName() + " wraps no " + type.getName());
  }

  @Override
  default boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this);
  }
}
