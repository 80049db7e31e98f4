package dev.bolt.engine;

import dev.bolt.ErrorCode;
import dev.bolt.config.NearestName;
import dev.bolt.config.Option;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBDriver;

/**
 * Says which option was meant when DuckDB does not know one. DuckDB itself says so for SET, but not
 * for options that it is opened with. Stateless.
 */
final class UnknownDuckDbOption {
  private static final Pattern REFUSAL =
      Pattern.compile("Invalid Input Error: The following options were not recognized: (\\S+).*");

  private UnknownDuckDbOption() {}

  /** Requires that DuckDB knows an option, which a database of its own tells. */
  static void requireKnown(String option, String value) throws SQLException {
    Properties options = new Properties();
    options.setProperty(option, value);
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", options)) {
      connection.getMetaData();
    } catch (SQLException e) {
      if (REFUSAL.matcher(e.getMessage()).matches()) {
        throw named(option, e);
      }
      // It is known, and only means nothing to a database in memory.
    }
  }

  /** The exception, with the nearest option that the engine has if it is about an unknown one. */
  static SQLException explained(SQLException e) {
    Matcher refusal = REFUSAL.matcher(e.getMessage());
    return refusal.matches() ? named(refusal.group(1), e) : e;
  }

  private static SQLException named(String option, SQLException e) {
    String meant = nearest(option, e).map(name -> "; did you mean " + name + "?").orElse(".");
    return ErrorCode.INVALID_OPTION.exception(
        "Unknown option " + option + meant + " See docs/options.md (" + e.getMessage() + ")", e);
  }

  private static Optional<String> nearest(String option, SQLException e) {
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM duckdb_settings()")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      Arrays.stream(Option.values()).map(Option::key).forEach(names::add);
      return NearestName.of(option, names);
    } catch (SQLException failure) {
      e.addSuppressed(failure);
      return Optional.empty();
    }
  }
}
