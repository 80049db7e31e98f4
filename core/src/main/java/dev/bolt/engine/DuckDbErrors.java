package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Map;

/**
 * Errors of DuckDB, which has neither states nor numbers: a message begins with the type of the
 * error, and within a type its wording tells more. Stateless.
 */
final class DuckDbErrors {
  private static final String TYPE_END = " Error: ";
  private static final String AT_COMMIT = "Failed to commit: ";

  /** The end of the disk, or a limit of the user or the process, which is as final. */
  private static final String DISK_FULL =
      "(No space left|not enough space|[Dd]isk full|[Dd]isk quota exceeded|File too large)";

  /** Codes of the types that have one meaning, and of the others where no rule fits. */
  private static final Map<String, ErrorCode> TYPES =
      Map.ofEntries(
          Map.entry("Parser", ErrorCode.SYNTAX),
          Map.entry("Syntax", ErrorCode.SYNTAX),
          Map.entry("Catalog", ErrorCode.INVALID_STATEMENT),
          Map.entry("Binder", ErrorCode.INVALID_STATEMENT),
          Map.entry("Planner", ErrorCode.INVALID_STATEMENT),
          Map.entry("Dependency", ErrorCode.INVALID_STATEMENT),
          Map.entry("Permission", ErrorCode.INVALID_STATEMENT),
          Map.entry("Parameter Not Resolved", ErrorCode.INVALID_STATEMENT),
          Map.entry("Parameter Not Allowed", ErrorCode.INVALID_STATEMENT),
          Map.entry("Constraint", ErrorCode.CONSTRAINT_VIOLATION),
          Map.entry("Conversion", ErrorCode.DATA),
          Map.entry("Out of Range", ErrorCode.DATA),
          Map.entry("Divide by Zero", ErrorCode.DATA),
          Map.entry("Decimal", ErrorCode.DATA),
          Map.entry("Mismatch Type", ErrorCode.DATA),
          Map.entry("Object Size", ErrorCode.DATA),
          Map.entry("Sequence", ErrorCode.DATA),
          Map.entry("Invalid Input", ErrorCode.DATA),
          Map.entry("TransactionContext", ErrorCode.TRANSACTION_STATE),
          Map.entry("Not implemented", ErrorCode.NOT_SUPPORTED),
          Map.entry("Missing Extension", ErrorCode.NOT_SUPPORTED),
          Map.entry("Extension Autoloading", ErrorCode.NOT_SUPPORTED),
          Map.entry("Settings", ErrorCode.INVALID_OPTION),
          Map.entry("Invalid Configuration", ErrorCode.INVALID_OPTION),
          Map.entry("IO", ErrorCode.IO),
          Map.entry("HTTP", ErrorCode.IO),
          Map.entry("Network", ErrorCode.IO),
          Map.entry("Serialization", ErrorCode.CORRUPT),
          Map.entry("Data Corruption", ErrorCode.CORRUPT),
          Map.entry("Out of Memory", ErrorCode.OUT_OF_MEMORY),
          Map.entry("INTERRUPT", ErrorCode.INTERRUPTED),
          Map.entry("FATAL", ErrorCode.ENGINE_FAILED));

  private static final ErrorRules WORDINGS =
      new ErrorRules()
          .add(
              "[\\w ]* Error: (Failed: )?[Dd]atabase has been invalidated",
              ErrorCode.ENGINE_UNUSABLE)
          .add("FATAL Error: .*" + DISK_FULL, ErrorCode.ENGINE_FAILED_DISK_FULL)
          .add("Catalog Error: .* already exists", ErrorCode.DUPLICATE_OBJECT)
          .add("Catalog Error: [\\w ]*Function with name ", ErrorCode.INVALID_STATEMENT)
          .add("Catalog Error: [\\w ]+ with name .* does not exist", ErrorCode.UNKNOWN_TABLE)
          .add("Catalog Error: SET schema: No catalog", ErrorCode.UNKNOWN_TABLE)
          .add("Catalog Error: unrecognized configuration parameter", ErrorCode.INVALID_OPTION)
          .add("Catalog Error: Failed to set configuration option", ErrorCode.INVALID_OPTION)
          .add("Catalog Error: option .* cannot be (re)?set ", ErrorCode.INVALID_OPTION)
          .add("Binder Error: Referenced (update )?column ", ErrorCode.UNKNOWN_COLUMN)
          .add("Binder Error: Table .* does not have a column ", ErrorCode.UNKNOWN_COLUMN)
          .add("Binder Error: Column .* does not exist", ErrorCode.UNKNOWN_COLUMN)
          .add("Binder Error: Catalog .* does not exist", ErrorCode.UNKNOWN_TABLE)
          .add("Binder Error: Failed to detach database .* not found", ErrorCode.UNKNOWN_TABLE)
          .add("Constraint Error: NOT NULL constraint", ErrorCode.NOT_NULL_VIOLATION)
          .add("Constraint Error: CHECK constraint", ErrorCode.CHECK_VIOLATION)
          .add("Constraint Error: Violates foreign key", ErrorCode.FOREIGN_KEY_VIOLATION)
          .add("Constraint Error: PRIMARY KEY or UNIQUE", ErrorCode.UNIQUE_VIOLATION)
          .add("Constraint Error: Duplicate key ", ErrorCode.UNIQUE_VIOLATION)
          .add("Constraint Error: Data contains duplicates", ErrorCode.UNIQUE_VIOLATION)
          .add(
              "TransactionContext Error: Current transaction is aborted",
              ErrorCode.TRANSACTION_ABORTED)
          .add("TransactionContext Error: Cannot write to .* read-only mode", ErrorCode.READ_ONLY)
          .add("TransactionContext Error: Conflict on ", ErrorCode.SERIALIZATION_FAILURE)
          .add("TransactionContext Error: Transaction conflict", ErrorCode.SERIALIZATION_FAILURE)
          .add("TransactionContext Error: .*write-write conflict", ErrorCode.SERIALIZATION_FAILURE)
          .add("TransactionContext Error: .* outstanding updates", ErrorCode.SERIALIZATION_FAILURE)
          .add(
              "Invalid Input Error: Cannot execute statement of type .* read-only",
              ErrorCode.READ_ONLY)
          .add("Invalid Input Error: The following options were not ", ErrorCode.INVALID_OPTION)
          .add("Invalid Input Error: Cannot change configuration", ErrorCode.INVALID_OPTION)
          .add("Invalid Input Error: Values were not provided", ErrorCode.INVALID_ARGUMENT)
          .add("Invalid Input Error: Database .* is not attached", ErrorCode.UNKNOWN_TABLE)
          .add("Connection Error: Can't open a connection to same", ErrorCode.MISMATCH)
          .add("Connection Error: Connection has already been closed", ErrorCode.CLOSED)
          .add("IO Error: Could not set lock on file", ErrorCode.LOCK_TIMEOUT)
          .add("IO Error: The file .* is not a valid DuckDB", ErrorCode.CORRUPT)
          .add("IO Error: Trying to read a database file with version", ErrorCode.CANNOT_OPEN)
          .add("IO Error: (Corrupt|Failed to load|.*checksum)", ErrorCode.CORRUPT)
          .add("IO Error: .*" + DISK_FULL, ErrorCode.DISK_FULL)
          .add("IO Error: Could not (read|write|sync|truncate)", ErrorCode.IO);

  private DuckDbErrors() {}

  static ErrorCode code(SQLException e) {
    if (e instanceof SQLFeatureNotSupportedException) {
      return ErrorCode.NOT_SUPPORTED;
    }
    String message = String.valueOf(e.getMessage());
    int typeEnd = message.indexOf(TYPE_END);
    return typeEnd < 0
        ? ofState(e.getSQLState())
        : ofMessage(message, message.substring(0, typeEnd));
  }

  private static ErrorCode ofMessage(String message, String type) {
    ErrorCode code = WORDINGS.code(message, TYPES.getOrDefault(type, ErrorCode.ENGINE));
    int text = (type + TYPE_END).length();
    return message.startsWith(AT_COMMIT, text)
        ? ofCommit(message.substring(text + AT_COMMIT.length()), code)
        : code;
  }

  /** A commit that fails says why, without the type that the error would have by itself. */
  private static ErrorCode ofCommit(String reason, ErrorCode otherwise) {
    ErrorCode code = otherwise;
    for (String type : List.of("TransactionContext", "Constraint", "IO")) {
      code = WORDINGS.code(type + TYPE_END + reason, code);
    }
    return code;
  }

  /** The driver's own errors have a state, with which the code shares at least the class. */
  private static ErrorCode ofState(String state) {
    return switch (state == null || state.length() < 2 ? "" : state.substring(0, 2)) {
      case "07", "24" -> ErrorCode.INVALID_ARGUMENT;
      case "08" -> ErrorCode.CLOSED;
      case "22" -> ErrorCode.DATA;
      case "23" -> ErrorCode.CONSTRAINT_VIOLATION;
      case "42" -> ErrorCode.INVALID_STATEMENT;
      default -> ErrorCode.ENGINE;
    };
  }
}
