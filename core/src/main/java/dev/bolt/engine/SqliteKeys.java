package dev.bolt.engine;

import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the generated keys of a statement are found: columns that are named by RETURNING, else the
 * rowid of the last row that an INSERT added. Stateless.
 */
final class SqliteKeys {

  /** The rowid of the last inserted row. */
  static final String LAST_ROWID = "SELECT last_insert_rowid()";

  /** The same, of no row. */
  static final String NO_ROWID = LAST_ROWID + " WHERE 0";

  private static final Pattern INSERT =
      Pattern.compile(
          "\\A(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(?:with\\b.*\\)\\s*)?(?:insert|replace)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern RETURNING =
      Pattern.compile("\\breturning\\b", Pattern.CASE_INSENSITIVE);

  private SqliteKeys() {}

  /** Whether a statement may return rows already, so that it cannot be made to return keys. */
  static boolean hasReturning(SqlStatement statement) {
    return RETURNING.matcher(statement.text()).find();
  }

  /** The statement with a RETURNING of the columns that are wanted by name. */
  static String returning(SqlStatement statement, List<String> names) {
    // Backticks, since SQLite takes a name in double quotes that it does not know for a text.
    return names.stream()
        .map(name -> '`' + name.replace("`", "``") + '`')
        .collect(Collectors.joining(", ", statement.text() + "\nRETURNING ", ""));
  }

  /** Whether a statement adds rows, and so changes the last rowid. */
  static boolean inserts(SqlStatement statement) {
    return statement.kind() == StatementKind.DML && INSERT.matcher(statement.text()).find();
  }
}
