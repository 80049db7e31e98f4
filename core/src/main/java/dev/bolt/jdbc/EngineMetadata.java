package dev.bolt.jdbc;

import dev.bolt.engine.Cursor;
import dev.bolt.engine.MetadataCall;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metadata of a database: what {@link MetadataAnswers} does not answer is asked of the engine's
 * own driver. A proxy, since the some 180 methods of the interface would all say the same.
 */
final class EngineMetadata implements InvocationHandler {
  private static final Object[] NO_ARGUMENTS = {};
  private static final Map<Method, Method> ANSWERED = answered();

  private final BoltConnection connection;
  private final MetadataAnswers answers;

  private EngineMetadata(BoltConnection connection) {
    this.connection = connection;
    this.answers = new MetadataAnswers(connection);
  }

  static DatabaseMetaData of(BoltConnection connection) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            EngineMetadata.class.getClassLoader(),
            new Class<?>[] {Unwrapping.class, DatabaseMetaData.class},
            new EngineMetadata(connection));
  }

  private static Map<Method, Method> answered() {
    Map<Method, Method> found = new HashMap<>();
    for (Method answer : MetadataAnswers.class.getDeclaredMethods()) {
      try {
        found.put(
            DatabaseMetaData.class.getMethod(answer.getName(), answer.getParameterTypes()), answer);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("DatabaseMetaData has no such method: " + answer, e);
      }
    }
    return Map.copyOf(found);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (method.isDefault() && method.getDeclaringClass() != DatabaseMetaData.class) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    Method answer = ANSWERED.get(method);
    if (answer == null) {
      return askEngine(method, arguments == null ? NO_ARGUMENTS : arguments);
    }
    connection.requireOpen();
    try {
      return answer.invoke(answers, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object askEngine(Method method, Object[] arguments) throws SQLException {
    List<String> types =
        Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
    MetadataCall call = new MetadataCall(method.getName(), types, arguments);
    Object answer = connection.session().call(used -> used.metadata(call));
    return answer instanceof Cursor cursor ? connection.resultSets().open(null, cursor) : answer;
  }

  private Object ofObject(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "Metadata of " + connection.settings().url();
    };
  }
}
