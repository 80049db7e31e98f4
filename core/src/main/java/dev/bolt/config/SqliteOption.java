package dev.bolt.config;

import dev.bolt.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An option that SQLite's driver knows: a PRAGMA, a limit, or one of its own. Immutable.
 *
 * @param name its name
 * @param values the values it may have; empty for any; {@link #NUMBER} alone for any whole number
 */
record SqliteOption(String name, List<String> values) {
  private static final List<String> ANY = List.of();
  private static final List<String> NUMBER = List.of("a whole number");
  private static final List<String> BOOLEAN = List.of("true", "false");

  /** Other spellings of true and false that SQLite has. */
  private static final Map<String, String> SPELLINGS =
      Map.of("on", "true", "yes", "true", "1", "true", "off", "false", "no", "false", "0", "false");

  private static final Map<String, SqliteOption> ALL = all();

  private static Map<String, SqliteOption> all() {
    Map<String, SqliteOption> all = new TreeMap<>();
    add(
        all,
        BOOLEAN,
        "shared_cache enable_load_extension automatic_index case_sensitive_like count_changes"
            + " defer_foreign_keys empty_result_callback foreign_keys full_column_names fullsync"
            + " legacy_alter_table legacy_file_format read_uncommitted recursive_triggers"
            + " reverse_unordered_selects short_column_names jdbc.explicit_readonly"
            + " jdbc.get_generated_keys");
    add(
        all,
        NUMBER,
        "open_mode cache_size mmap_size default_cache_size incremental_vacuum journal_size_limit"
            + " page_size max_page_count user_version application_id wal_autocheckpoint"
            + " limit_length limit_sql_length limit_column limit_expr_depth limit_compound_select"
            + " limit_vdbe_op limit_function_arg limit_attached limit_like_pattern_length"
            + " limit_variable_number limit_trigger_depth limit_worker_threads limit_page_count"
            + " busy_timeout");
    add(all, ANY, "cache_spill encoding temp_store_directory date_string_format password");
    add(all, List.of("DELETE", "TRUNCATE", "PERSIST", "MEMORY", "WAL", "OFF"), "journal_mode");
    add(all, List.of("OFF", "NORMAL", "FULL", "EXTRA", "0", "1", "2", "3"), "synchronous");
    add(all, List.of("DEFAULT", "FILE", "MEMORY", "0", "1", "2"), "temp_store");
    add(all, List.of("true", "false", "fast"), "secure_delete");
    add(all, List.of("DEFERRED", "IMMEDIATE", "EXCLUSIVE"), "transaction_mode");
    add(all, List.of("SECONDS", "MILLISECONDS"), "date_precision");
    add(all, List.of("INTEGER", "TEXT", "REAL"), "date_class");
    add(all, List.of("NONE", "SSE", "SQLCIPHER"), "hexkey_mode");
    // EXCLUSIVE would keep all other processes out for good.
    add(all, List.of("NORMAL"), "locking_mode");
    return Map.copyOf(all);
  }

  private static void add(Map<String, SqliteOption> all, List<String> values, String names) {
    for (String name : names.split(" ")) {
      all.put(name, new SqliteOption(name, values));
    }
  }

  /** The option of a name, or null. */
  static SqliteOption of(String name) {
    return ALL.get(name);
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  /**
   * The value as the driver takes it.
   *
   * @throws SQLException when the option cannot have it
   */
  String checked(String value) throws SQLException {
    if (values.equals(ANY) || values.equals(NUMBER) && value.matches("-?\\d{1,18}")) {
      return value;
    }
    String spelled =
        values.equals(BOOLEAN)
            ? SPELLINGS.getOrDefault(value.toLowerCase(Locale.ROOT), value)
            : value;
    if (values.equals(NUMBER) || values.stream().noneMatch(spelled::equalsIgnoreCase)) {
      throw ErrorCode.INVALID_OPTION.exception(
          "The option "
              + name
              + " of SQLite cannot be '"
              + value
              + "'; it takes "
              + String.join(", ", values)
              + OptionHelp.SEE);
    }
    return spelled;
  }
}
