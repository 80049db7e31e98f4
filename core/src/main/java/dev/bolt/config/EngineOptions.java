package dev.bolt.config;

import dev.bolt.EngineKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The options of an engine among those that a user gives, under the engine's own names. Stateless.
 *
 * <p>DuckDB refuses a name that it does not know when it opens the database. SQLite's driver takes
 * every name and every value without a word, so these are checked here.
 */
public final class EngineOptions {

  /** What any JDBC tool may send along; neither engine has users. */
  private static final Set<String> USERS = Set.of("user", "username", "password");

  private EngineOptions() {}

  /**
   * The engine's options among all.
   *
   * @throws SQLException with SQLState HY024 when SQLite does not know a name or value
   */
  public static Map<String, String> of(Map<String, String> values, EngineKind engine)
      throws SQLException {
    Map<String, String> options = new TreeMap<>(values);
    for (Option option : Option.values()) {
      options.remove(option.key());
    }
    return switch (engine) {
      case DUCKDB -> withoutUsers(options);
      case SQLITE -> sqlite(options);
    };
  }

  private static Map<String, String> withoutUsers(Map<String, String> options) {
    options.keySet().removeAll(USERS);
    return options;
  }

  private static Map<String, String> sqlite(Map<String, String> options) throws SQLException {
    options.remove("user");
    options.remove("username");
    options.remove("password", "");
    for (Map.Entry<String, String> option : options.entrySet()) {
      SqliteOption known = SqliteOption.of(option.getKey());
      if (known == null) {
        throw OptionHelp.unknown(option.getKey(), allNames());
      }
      option.setValue(known.checked(option.getValue()));
    }
    return options;
  }

  private static List<String> allNames() {
    List<String> names = new ArrayList<>(SqliteOption.names());
    Arrays.stream(Option.values()).map(Option::key).forEach(names::add);
    return names;
  }
}
