package dev.bolt.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Refuses to go anywhere but to the next row. */
interface ForwardOnly extends ResultSet {

  @Override
  default boolean absolute(int row) throws SQLException {
    throw Refusal.navigation("absolute");
  }

  @Override
  default boolean relative(int rows) throws SQLException {
    throw Refusal.navigation("relative");
  }

  @Override
  default boolean previous() throws SQLException {
    throw Refusal.navigation("previous");
  }

  @Override
  default boolean first() throws SQLException {
    throw Refusal.navigation("first");
  }

  @Override
  default boolean last() throws SQLException {
    throw Refusal.navigation("last");
  }

  @Override
  default void beforeFirst() throws SQLException {
    throw Refusal.navigation("beforeFirst");
  }

  @Override
  default void afterLast() throws SQLException {
    throw Refusal.navigation("afterLast");
  }

  @Override
  default boolean isBeforeFirst() throws SQLException {
    throw Refusal.navigation("isBeforeFirst");
  }

  @Override
  default boolean isAfterLast() throws SQLException {
    throw Refusal.navigation("isAfterLast");
  }

  @Override
  default boolean isFirst() throws SQLException {
    throw Refusal.navigation("isFirst");
  }

  @Override
  default boolean isLast() throws SQLException {
    throw Refusal.navigation("isLast");
  }
}
