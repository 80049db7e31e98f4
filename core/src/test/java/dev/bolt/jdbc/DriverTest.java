package dev.bolt.jdbc;

import static dev.bolt.jdbc.SqlStates.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.bolt.EngineKind;
import dev.bolt.ErrorCode;
import dev.bolt.config.Option;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The way in: URLs, data sources, and a pool that knows nothing but {@code java.sql}. */
@ParameterizedClass
@EnumSource(EngineKind.class)
@Timeout(30)
class DriverTest {
  @Parameter EngineKind engine;
  @TempDir Path folder;

  private String url() {
    return "jdbc:bolt:" + engine.scheme() + ":" + folder.resolve("data.db");
  }

  @Test
  void shouldConnectThroughTheDriverManager() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      JdbcTest.execute(connection, "CREATE TABLE t (i INTEGER)");
      assertThat(connection.unwrap(BoltConnection.class)).isSameAs(connection);
      assertThat(connection.getMetaData().getURL()).isEqualTo(url());
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(engine.productName());
    }
    String found = "jdbc:bolt:" + folder.resolve("data.db");
    try (Connection connection = DriverManager.getConnection(found)) {
      assertThat(JdbcTest.column(connection, "SELECT * FROM t")).isEmpty();
    }
  }

  @Test
  void shouldLeaveOtherUrlsToOtherDrivers() throws SQLException {
    BoltDriver driver = new BoltDriver();
    assertThat(driver.acceptsURL("jdbc:duckdb:x")).isFalse();
    assertThat(driver.connect("jdbc:duckdb:x", new Properties())).isNull();
    assertThat(driver.acceptsURL(url())).isTrue();
    assertThat(driver.jdbcCompliant()).isFalse();
  }

  @Test
  void shouldPassPrivateDatabasesThrough() throws SQLException {
    for (String path : new String[] {"", ":memory:"}) {
      String url = "jdbc:bolt:" + engine.scheme() + ":" + path;
      try (Connection connection = DriverManager.getConnection(url)) {
        assertThat(connection).isNotInstanceOf(BoltConnection.class);
        assertThat(JdbcTest.column(connection, "SELECT 1")).containsExactly("1");
      }
    }
  }

  @Test
  void shouldListItsOptions() throws SQLException {
    DriverPropertyInfo[] infos =
        new BoltDriver().getPropertyInfo(url() + "?lockTimeout=5s", new Properties());
    assertThat(infos).hasSize(Option.values().length);
    DriverPropertyInfo lockTimeout =
        Arrays.stream(infos).filter(i -> i.name.equals("lockTimeout")).findFirst().orElseThrow();
    assertThat(lockTimeout.value).isEqualTo("5s");
    assertThat(lockTimeout.description).isNotBlank();
  }

  @Test
  void shouldRefuseWrongOptions() {
    assertFails(
        ErrorCode.INVALID_OPTION,
        () -> DriverManager.getConnection(url() + "?lockTimeout=never").close());
    assertFails(
        ErrorCode.INVALID_OPTION,
        () -> DriverManager.getConnection(url() + "?no_such_option=1").close());
    assertFails(
        ErrorCode.CANNOT_OPEN,
        () ->
            DriverManager.getConnection(
                    "jdbc:bolt:" + engine.scheme() + ":" + folder.resolve("missing/data.db"))
                .close());
  }

  @Test
  void shouldOpenForReadingOnly() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      JdbcTest.execute(connection, "CREATE TABLE t (i INTEGER)");
    }
    try (Connection connection = DriverManager.getConnection(url() + "?readOnly=true")) {
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getMetaData().isReadOnly()).isTrue();
      connection.setReadOnly(false);
      assertThat(connection.isReadOnly()).isTrue();
      assertFails(
          ErrorCode.READ_ONLY, () -> JdbcTest.execute(connection, "INSERT INTO t VALUES (1)"));
    }
  }

  @Test
  void shouldUnwrapOnlyWhenTheUrlAllows() throws Exception {
    Class<?> type =
        Class.forName(
            engine == EngineKind.DUCKDB
                ? "org.duckdb.DuckDBConnection"
                : "org.sqlite.SQLiteConnection");
    try (Connection connection = DriverManager.getConnection(url())) {
      assertThat(connection.isWrapperFor(type)).isFalse();
    }
    try (Connection connection = DriverManager.getConnection(url() + "?allowUnwrap=true")) {
      assertThat(connection.unwrap(type)).isInstanceOf(type);
    }
  }

  @Test
  void shouldBeADataSource() throws SQLException {
    BoltDataSource source = new BoltDataSource(url()).with("lockTimeout", "5s");
    source.setLoginTimeout(7);
    assertThat(source.getLoginTimeout()).isEqualTo(7);
    assertThat(source.getProperties()).containsEntry("lockTimeout", "5s");
    assertThat(source.unwrap(DataSource.class)).isSameAs(source);
    try (Connection connection = source.getConnection("nobody", "nothing");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (i INTEGER)");
    }
    assertFails(ErrorCode.INVALID_OPTION, () -> new BoltDataSource().getConnection());
    assertFails(ErrorCode.INVALID_ARGUMENT, () -> source.setLoginTimeout(-1));
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSourceClassName(BoltDataSource.class.getName());
    config.addDataSourceProperty("url", url());
    config.setMaximumPoolSize(3);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  @Test
  void shouldServeAPoolWithThreads() throws Exception {
    try (HikariDataSource pool = pool()) {
      try (Connection connection = pool.getConnection()) {
        JdbcTest.execute(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
        connection.commit();
      }
      CompletableFuture<?>[] writers = new CompletableFuture<?>[4];
      for (int w = 0; w < writers.length; w++) {
        int first = w * 100;
        writers[w] = CompletableFuture.runAsync(() -> insert(pool, first));
      }
      CompletableFuture.allOf(writers).get(25, TimeUnit.SECONDS);
      try (Connection connection = pool.getConnection()) {
        assertThat(JdbcTest.column(connection, "SELECT count(*) FROM t")).containsExactly("40");
      }
    }
  }

  private static void insert(DataSource pool, int first) {
    for (int i = 0; i < 10; i++) {
      try (Connection connection = pool.getConnection()) {
        JdbcTest.execute(connection, "INSERT INTO t VALUES (" + (first + i) + ")");
        connection.commit();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void shouldRollBackWhatAPoolGetsBackUnfinished() throws SQLException {
    try (HikariDataSource pool = pool()) {
      try (Connection connection = pool.getConnection()) {
        JdbcTest.execute(connection, "CREATE TABLE t (i INTEGER)");
        connection.commit();
        JdbcTest.execute(connection, "INSERT INTO t VALUES (1)");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(JdbcTest.column(connection, "SELECT * FROM t")).isEmpty();
        connection.rollback();
        connection.setReadOnly(true);
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isReadOnly()).isFalse();
        assertThat(connection.unwrap(BoltConnection.class)).isNotNull();
      }
    }
  }

  @Test
  void shouldServeAPoolThatConnectsByUrl() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setUsername("nobody");
    config.setPassword("");
    config.setReadOnly(true);
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      assertThat(connection.isReadOnly()).isTrue();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
