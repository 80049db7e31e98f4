package dev.bolt.jdbc;

import dev.bolt.ErrorCode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source of shared databases, as a bean: it opens a new connection each time and pools none.
 * Thread-safe.
 *
 * <pre>{@code
 * DataSource analytics =
 *     new BoltDataSource("jdbc:bolt:duckdb:analytics.db").with("lockTimeout", "5s");
 * }</pre>
 */
public final class BoltDataSource implements DataSource, Unwrapping {
  private final Properties properties = new Properties();
  private volatile String url;
  private volatile int loginTimeout;
  private volatile PrintWriter logWriter;

  /** A data source whose URL is still to be set. */
  public BoltDataSource() {}

  /** A data source of a {@code jdbc:bolt:} URL. */
  public BoltDataSource(String url) {
    this.url = url;
  }

  /** The URL, or null when it has not been set. */
  public String getUrl() {
    return url;
  }

  /** Sets the {@code jdbc:bolt:} URL. */
  public void setUrl(String url) {
    this.url = url;
  }

  /** A copy of the options that are given beside those of the URL. */
  public Properties getProperties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  /** Replaces the options that are given beside those of the URL; null for none. */
  public void setProperties(Properties options) {
    Properties copy = new Properties();
    if (options != null) {
      options.stringPropertyNames().forEach(n -> copy.setProperty(n, options.getProperty(n)));
    }
    properties.clear();
    properties.putAll(copy);
  }

  /** Adds an option of Bolt or of the engine, and returns this data source. */
  public BoltDataSource with(String option, String value) {
    properties.setProperty(option, value);
    return this;
  }

  /**
   * Opens a connection.
   *
   * @throws SQLException with SQLState HY024 when there is no URL, else as {@link
   *     BoltDriver#connect}
   */
  @Override
  public Connection getConnection() throws SQLException {
    if (url == null) {
      throw ErrorCode.INVALID_OPTION.exception(
          "The data source has no URL: call setUrl(\"jdbc:bolt:PATH\")");
    }
    return BoltDriver.open(url, getProperties(), loginTimeout);
  }

  /** Opens a connection; the engines have no users, so the names are not looked at. */
  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  /** The seconds to wait for a database that another program holds; 0 for the default. */
  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (seconds < 0) {
      throw ErrorCode.INVALID_ARGUMENT.exception("The login timeout is negative: " + seconds);
    }
    loginTimeout = seconds;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Keeps the writer and writes nothing: Bolt logs through SLF4J. */
  @Override
  public void setLogWriter(PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Bolt logs through SLF4J", "0A000");
  }
}
