package dev.bolt.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Refuses to change rows. */
interface NoRowUpdates extends ResultSet {

  @Override
  default boolean rowUpdated() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default boolean rowInserted() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default boolean rowDeleted() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void insertRow() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void updateRow() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void deleteRow() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void refreshRow() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void cancelRowUpdates() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void moveToInsertRow() throws SQLException {
    throw Refusal.update();
  }

  @Override
  default void moveToCurrentRow() throws SQLException {
    throw Refusal.update();
  }
}
