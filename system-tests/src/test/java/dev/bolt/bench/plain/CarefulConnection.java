package dev.bolt.bench.plain;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;

/** A connection as the program sees it, whose native one may be another at each statement. */
final class CarefulConnection implements InvocationHandler {

  private final Link link;

  CarefulConnection(Link link) {
    this.link = link;
  }

  Connection proxy() {
    return Proxies.of(Connection.class, this);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      return switch (method.getName()) {
        case "prepareStatement" -> statement(PreparedStatement.class, (String) arguments[0]);
        case "createStatement" -> statement(Statement.class, null);
        case "getMetaData" -> metadata();
        case "setAutoCommit", "commit", "rollback", "close" -> control(method, arguments);
        default -> throw new SQLFeatureNotSupportedException(method.toString());
      };
    } catch (SQLException e) {
      link.drop(e);
      throw PlainErrors.withState(e);
    }
  }

  private <T extends Statement> T statement(Class<T> type, String sql) {
    return Proxies.of(type, new CarefulStatement(link, sql));
  }

  // Asked for the name of the product alone, which no driver needs an open connection for.
  private DatabaseMetaData metadata() throws SQLException {
    DatabaseMetaData metadata = link.open().getMetaData();
    link.statementEnds();
    return metadata;
  }

  private Object control(Method method, Object[] arguments) throws SQLException {
    switch (method.getName()) {
      case "setAutoCommit" -> link.setAutoCommit((Boolean) arguments[0]);
      case "commit" -> link.commit();
      case "rollback" -> link.rollback();
      default -> link.close();
    }
    return null;
  }
}
