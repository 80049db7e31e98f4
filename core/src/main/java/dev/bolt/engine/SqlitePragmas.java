package dev.bolt.engine;

import dev.bolt.sql.PragmaStatement;
import dev.bolt.sql.SqlStatement;
import dev.bolt.sql.StatementKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * The two PRAGMAs of a connection that the session itself uses, and what the client has set them
 * to: {@code query_only} and {@code busy_timeout}; and what PRAGMAs in general do. Confined to the
 * thread that uses the session.
 */
final class SqlitePragmas {

  /** Those that only tell something, or set something of their connection alone. */
  private static final Set<String> HARMLESS =
      Set.of(
          ("analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size cache_spill"
                  + " case_sensitive_like cell_size_check checkpoint_fullfsync collation_list"
                  + " compile_options count_changes data_version database_list"
                  + " default_cache_size defer_foreign_keys empty_result_callbacks encoding"
                  + " foreign_key_check foreign_key_list foreign_keys freelist_count"
                  + " full_column_names fullfsync function_list hard_heap_limit"
                  + " ignore_check_constraints index_info index_list index_xinfo integrity_check"
                  + " journal_mode journal_size_limit legacy_alter_table locking_mode max_page_count mmap_size"
                  + " module_list page_count page_size parser_trace pragma_list query_only"
                  + " quick_check read_uncommitted recursive_triggers reverse_unordered_selects"
                  + " schema_version secure_delete short_column_names shrink_memory"
                  + " soft_heap_limit stats synchronous table_info table_list table_xinfo"
                  + " temp_store threads trusted_schema user_version vdbe_addoptrace vdbe_debug"
                  + " vdbe_listing vdbe_trace wal_autocheckpoint writable_schema")
              .split(" "));

  /** Those of them that write into the file when they are given a value. */
  private static final Set<String> WRITTEN =
      Set.of(
          "application_id",
          "auto_vacuum",
          "default_cache_size",
          "encoding",
          "journal_mode",
          "schema_version",
          "user_version");

  private final SQLiteConnection connection;
  private final LockWait locks;
  private final SqliteDurability durability;
  private final Runnable checkpointsSet;
  private boolean queryOnly;
  private boolean queryOnlyByClient;

  /**
   * The PRAGMAs of a session.
   *
   * @param checkpointsSet told when the client decides about checkpoints
   */
  SqlitePragmas(
      SQLiteConnection connection,
      LockWait locks,
      SqliteDurability durability,
      Runnable checkpointsSet) {
    this.connection = connection;
    this.locks = locks;
    this.durability = durability;
    this.checkpointsSet = checkpointsSet;
  }

  /** Makes the engine refuse writes, or take them again. */
  void refuseWrites(boolean refuse) throws SQLException {
    boolean wanted = refuse || queryOnlyByClient;
    if (wanted != queryOnly) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA query_only = " + wanted);
      }
      queryOnly = wanted;
    }
  }

  /** Whether a PRAGMA takes part in transactions, where most others do not work within one. */
  static boolean transactional(SqlStatement statement) {
    String text = statement.text().toLowerCase(Locale.ROOT);
    return text.contains("user_version") || text.contains("application_id");
  }

  /** Whether a PRAGMA may take the write lock of a file; one that is not known here, too. */
  static boolean mayTakeLock(SqlStatement statement) {
    PragmaStatement pragma = PragmaStatement.of(statement);
    return pragma == null
        || !HARMLESS.contains(pragma.name())
        || pragma.hasValue() && WRITTEN.contains(pragma.name());
  }

  /** Learns what a PRAGMA of the client has changed. */
  void learn(SqlStatement statement) throws SQLException {
    if (statement.kind() != StatementKind.PRAGMA) {
      return;
    }
    PragmaStatement pragma = PragmaStatement.of(statement);
    if (pragma == null || !pragma.hasValue()) {
      return;
    }
    durability.learn(pragma);
    switch (pragma.name()) {
      case "query_only" -> {
        queryOnlyByClient = read("PRAGMA query_only") != 0;
        queryOnly = queryOnlyByClient;
      }
      case "busy_timeout" -> {
        int millis = read("PRAGMA busy_timeout");
        locks.setTimeout(Duration.ofMillis(millis));
        connection.setBusyTimeout(Math.min(millis, LockWait.SLICE_MILLIS));
      }
      case "wal_autocheckpoint" -> checkpointsSet.run();
      default -> {
        // What the others set is the engine's own matter.
      }
    }
  }

  private int read(String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet value = statement.executeQuery(pragma)) {
      return value.next() ? value.getInt(1) : 0;
    }
  }
}
