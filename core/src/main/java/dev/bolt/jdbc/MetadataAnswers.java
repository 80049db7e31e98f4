package dev.bolt.jdbc;

import dev.bolt.EngineKind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The questions of {@link DatabaseMetaData} that Bolt answers rather than the engine's driver:
 * those on the connection, and on what the driver can do. The methods are found by name and
 * parameters.
 */
final class MetadataAnswers {
  private final BoltConnection connection;

  MetadataAnswers(BoltConnection connection) {
    this.connection = connection;
  }

  Connection getConnection() {
    return connection;
  }

  String getURL() {
    return connection.settings().url();
  }

  String getUserName() {
    return "";
  }

  boolean isReadOnly() {
    return connection.settings().readOnly();
  }

  String getDriverName() {
    return "Bolt JDBC Driver";
  }

  String getDriverVersion() {
    return DriverVersion.text();
  }

  int getDriverMajorVersion() {
    return DriverVersion.MAJOR;
  }

  int getDriverMinorVersion() {
    return DriverVersion.MINOR;
  }

  int getJDBCMajorVersion() {
    return DriverVersion.JDBC_MAJOR;
  }

  int getJDBCMinorVersion() {
    return DriverVersion.JDBC_MINOR;
  }

  int getSQLStateType() {
    return DatabaseMetaData.sqlStateSQL;
  }

  boolean supportsTransactions() {
    return true;
  }

  int getDefaultTransactionIsolation() throws SQLException {
    return connection.getTransactionIsolation();
  }

  boolean supportsTransactionIsolationLevel(int level) throws SQLException {
    return level != Connection.TRANSACTION_NONE && level <= connection.getTransactionIsolation();
  }

  boolean supportsSavepoints() {
    return connection.session().engine() == EngineKind.SQLITE;
  }

  boolean supportsBatchUpdates() {
    return true;
  }

  boolean supportsGetGeneratedKeys() {
    return true;
  }

  boolean supportsMultipleResultSets() {
    return true;
  }

  boolean supportsMultipleOpenResults() {
    return true;
  }

  boolean supportsMultipleTransactions() {
    return true;
  }

  boolean supportsNamedParameters() {
    return false;
  }

  boolean supportsStoredProcedures() {
    return false;
  }

  boolean supportsStatementPooling() {
    return false;
  }

  boolean autoCommitFailureClosesAllResultSets() {
    return false;
  }

  boolean supportsResultSetType(int type) {
    return type == ResultSet.TYPE_FORWARD_ONLY;
  }

  boolean supportsResultSetConcurrency(int type, int concurrency) {
    return supportsResultSetType(type) && concurrency == ResultSet.CONCUR_READ_ONLY;
  }

  int getResultSetHoldability() {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  boolean supportsResultSetHoldability(int holdability) {
    return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }
}
