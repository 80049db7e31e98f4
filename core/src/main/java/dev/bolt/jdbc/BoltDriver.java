package dev.bolt.jdbc;

import dev.bolt.DatabaseId;
import dev.bolt.EngineKind;
import dev.bolt.config.BoltUrl;
import dev.bolt.config.EngineFinder;
import dev.bolt.config.Option;
import dev.bolt.config.Options;
import dev.bolt.engine.DuckDbFlightRecorder;
import dev.bolt.engine.EngineSession;
import dev.bolt.engine.SessionContext;
import dev.bolt.node.Nodes;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * The JDBC driver of {@code jdbc:bolt:} URLs, registered by itself. Thread-safe.
 *
 * <p>{@link BoltUrl} tells the form of the URLs, {@link Option} the options. {@code
 * DriverManager.setLoginTimeout} is the time to wait for a database that another program holds,
 * where the option {@code lockTimeout} is not given.
 */
public final class BoltDriver implements Driver {

  static {
    DuckDbFlightRecorder.loadDriverAside();
    register();
  }

  private static void register() {
    try {
      DriverManager.registerDriver(new BoltDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return BoltUrl.accepts(url);
  }

  /**
   * Opens a connection, or returns null for the URL of another driver.
   *
   * @throws SQLException with SQLState HY024 when the URL or an option is wrong, 08001 when the
   *     database cannot be opened, 55P03 when another program holds it too long, 08004 when others
   *     share it with other options or another version of the engine
   */
  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    return acceptsURL(url) ? open(url, properties, DriverManager.getLoginTimeout()) : null;
  }

  /**
   * Opens a connection.
   *
   * @param loginTimeout the seconds to wait for a database that is held, 0 for the default
   */
  static Connection open(String url, Properties properties, int loginTimeout) throws SQLException {
    BoltUrl parsed = BoltUrl.parse(url, properties);
    Map<String, String> values = new HashMap<>(parsed.options());
    if (loginTimeout > 0) {
      values.putIfAbsent(Option.LOCK_TIMEOUT.key(), loginTimeout + "s");
    }
    return parsed.isPassThrough() ? passThrough(parsed, values) : share(url, parsed, values);
  }

  private static Connection share(String url, BoltUrl parsed, Map<String, String> values)
      throws SQLException {
    DatabaseId database = Nodes.resolve(parsed.file());
    EngineKind engine = Nodes.engineOf(database, parsed.engine());
    EngineFinder.requireOnClassPath(engine);
    Options options = Options.of(values, engine);
    EngineSession session =
        Nodes.openSession(engine, database, options, SessionContext.ofThisProcess());
    return new BoltConnection(
        session, new ConnectionSettings(url, options.readOnly(), options.allowUnwrap()));
  }

  /** A database that is not a file has nobody to share it with: it is the engine's own. */
  private static Connection passThrough(BoltUrl parsed, Map<String, String> values)
      throws SQLException {
    EngineKind engine = parsed.engine().orElseThrow();
    EngineFinder.requireOnClassPath(engine);
    Properties properties = new Properties();
    properties.putAll(Options.of(values, engine).engine());
    return EngineConnection.open(engine, parsed.nativeUrl(), properties);
  }

  /** Bolt's own options; the engines' are passed on under their own names. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    Map<String, String> values = BoltUrl.parse(url, properties).options();
    return Arrays.stream(Option.values())
        .map(option -> option.propertyInfo(values))
        .toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.MINOR;
  }

  /** False: the engines have no stored procedures, and not all of SQL-92. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Bolt logs through SLF4J", "0A000");
  }
}
