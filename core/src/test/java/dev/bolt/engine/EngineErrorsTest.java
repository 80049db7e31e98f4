package dev.bolt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bolt.ErrorCode;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineErrorsTest {

  @Test
  void shouldWorkWhenNoOtherEngineIsOnTheClassPath() throws Exception {
    URL[] boltAlone = {EngineErrors.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader loader =
        new URLClassLoader(boltAlone, ClassLoader.getPlatformClassLoader())) {
      Method duckdb =
          Class.forName(EngineErrors.class.getName(), true, loader)
              .getDeclaredMethod("duckdb", SQLException.class);
      duckdb.setAccessible(true);
      SQLException coded =
          (SQLException) duckdb.invoke(null, new SQLException("Parser Error: syntax error"));
      assertThat(coded.getSQLState()).isEqualTo(ErrorCode.SYNTAX.sqlState());
    }
  }
}
