package dev.bolt.bench.plain;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A statement that is prepared again when the native connection is another one. */
final class CarefulStatement implements InvocationHandler {

  private final Link link;
  private final String sql;
  private final List<Parameter> parameters = new ArrayList<>();
  private Connection owner;
  private Statement statement;

  private record Parameter(Method setter, Object[] arguments) {}

  /**
   * A statement that is not open yet.
   *
   * @param sql what it prepares, or null for a plain statement
   */
  CarefulStatement(Link link, String sql) {
    this.link = link;
    this.sql = sql;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (name.startsWith("set")) {
      parameters.add(new Parameter(method, arguments));
      return null;
    }
    try {
      if (name.equals("close")) {
        close();
        return null;
      }
      return execute(method, arguments);
    } catch (SQLException e) {
      link.drop(e);
      throw PlainErrors.withState(e);
    } finally {
      parameters.clear();
    }
  }

  private Object execute(Method method, Object[] arguments) throws Throwable {
    Statement open = open();
    for (Parameter parameter : parameters) {
      Proxies.call(open, parameter.setter(), parameter.arguments());
    }
    Object result = Proxies.call(open, method, arguments);
    if (!(result instanceof ResultSet rows)) {
      link.statementEnds();
      return result;
    }
    return link.reopens() ? Proxies.of(ResultSet.class, new CarefulRows(link, rows)) : rows;
  }

  private Statement open() throws SQLException {
    Connection connection = link.open();
    if (connection != owner) {
      statement = sql == null ? connection.createStatement() : connection.prepareStatement(sql);
      owner = connection;
    }
    return statement;
  }

  private void close() throws SQLException {
    if (statement != null) {
      statement.close();
    }
  }
}
