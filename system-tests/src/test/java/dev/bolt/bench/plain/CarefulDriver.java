package dev.bolt.bench.plain;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * Connects through another driver, carefully: {@code jdbc:careful:keep:URL} opens a connection
 * again after an error, {@code jdbc:careful:reopen:URL} opens it for every transaction and waits
 * while another process holds the file.
 *
 * <p>Stateless. The connections are for the statements of the workloads: what they do not use may
 * not work.
 */
public final class CarefulDriver implements Driver {

  private static final String KEEP = "jdbc:careful:keep:";
  private static final String REOPEN = "jdbc:careful:reopen:";

  static {
    try {
      DriverManager.registerDriver(new CarefulDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The URL that keeps connections to a URL until an error. */
  public static String keep(String url) {
    return KEEP + url.substring("jdbc:".length());
  }

  /** The URL that opens a connection to a URL for every transaction. */
  public static String reopen(String url) {
    return REOPEN + url.substring("jdbc:".length());
  }

  @Override
  public Connection connect(String url, Properties info) {
    if (!acceptsURL(url)) {
      return null;
    }
    boolean reopens = url.startsWith(REOPEN);
    String target = "jdbc:" + url.substring((reopens ? REOPEN : KEEP).length());
    return new CarefulConnection(new Link(target, reopens)).proxy();
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(KEEP) || url.startsWith(REOPEN);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(CarefulDriver.class.getName());
  }
}
