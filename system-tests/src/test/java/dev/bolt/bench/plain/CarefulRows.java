package dev.bolt.bench.plain;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.ResultSet;

/** Rows whose end is the end of their transaction. */
final class CarefulRows implements InvocationHandler {

  private final Link link;
  private final ResultSet rows;

  CarefulRows(Link link, ResultSet rows) {
    this.link = link;
    this.rows = rows;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Object result = Proxies.call(rows, method, arguments);
    if (method.getName().equals("close")) {
      link.statementEnds();
    }
    return result;
  }
}
