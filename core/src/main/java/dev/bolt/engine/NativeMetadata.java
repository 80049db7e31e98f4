package dev.bolt.engine;

import dev.bolt.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs {@link MetadataCall}s on an engine's own {@link DatabaseMetaData}. Thread-safe. */
final class NativeMetadata {
  private static final Map<String, Method> METHODS =
      Arrays.stream(DatabaseMetaData.class.getMethods())
          .filter(method -> method.getDeclaringClass() == DatabaseMetaData.class)
          .collect(Collectors.toUnmodifiableMap(NativeMetadata::signature, method -> method));

  private NativeMetadata() {}

  /** What the method returns; a {@link java.sql.ResultSet} as the driver made it. */
  static Object invoke(DatabaseMetaData metadata, MetadataCall call) throws SQLException {
    Method method = METHODS.get(signature(call.method(), call.parameterTypes()));
    if (method == null) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "DatabaseMetaData has no method " + signature(call.method(), call.parameterTypes()));
    }
    try {
      return method.invoke(metadata, call.arguments());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw ErrorCode.ENGINE.exception(
          "The engine's driver failed in DatabaseMetaData." + call.method() + ": " + e.getCause(),
          e.getCause());
    } catch (IllegalAccessException | IllegalArgumentException e) {
      throw ErrorCode.INVALID_ARGUMENT.exception(
          "DatabaseMetaData." + call.method() + " does not take these arguments", e);
    }
  }

  private static String signature(Method method) {
    return signature(
        method.getName(),
        Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList());
  }

  private static String signature(String name, List<String> parameterTypes) {
    return name + parameterTypes;
  }
}
