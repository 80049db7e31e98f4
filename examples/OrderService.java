import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * A service that takes orders, with JDBC and HikariCP only: that the file is shared is in its URL.
 *
 * <pre>
 * java -cp app/target/bolt.jar examples/OrderService.java FILE PORT
 * curl -d coffee localhost:PORT/orders      curl localhost:PORT/orders
 * </pre>
 */
public final class OrderService {
  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:bolt:sqlite:" + arguments[0]);
    config.setMaximumPoolSize(8);
    HikariDataSource pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, item TEXT NOT NULL, process INTEGER NOT NULL)");
    }
    boolean trial = arguments[1].equals("try");
    int port = trial ? 0 : Integer.parseInt(arguments[1]);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/orders", exchange -> answer(exchange, pool));
    server.start();
    System.out.println("takes orders at http://localhost:" + server.getAddress().getPort() + "/orders");
    if (trial) {
      HttpClient client = HttpClient.newHttpClient();
      URI orders = URI.create("http://localhost:" + server.getAddress().getPort() + "/orders");
      for (String item : new String[] {"coffee", "tea", "water"}) {
        client.send(
            HttpRequest.newBuilder(orders).POST(HttpRequest.BodyPublishers.ofString(item)).build(),
            HttpResponse.BodyHandlers.ofString());
      }
      System.out.print(
          client.send(HttpRequest.newBuilder(orders).build(), HttpResponse.BodyHandlers.ofString()).body());
      pool.close();
      System.exit(0);
    }
  }

  private static void answer(HttpExchange exchange, DataSource pool) {
    try (exchange; Connection connection = pool.getConnection()) {
      String answer =
          exchange.getRequestMethod().equals("POST")
              ? take(connection, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
              : list(connection);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (Exception e) {
      System.err.println("an order failed: " + e);
    }
  }

  private static String take(Connection connection, String item) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO orders (item, process) VALUES (?, ?) RETURNING id")) {
      insert.setString(1, item);
      insert.setLong(2, ProcessHandle.current().pid());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return "order " + row.getLong(1) + "\n";
      }
    }
  }

  private static String list(Connection connection) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, item, process FROM orders ORDER BY id")) {
      while (rows.next()) {
        text.append("order ").append(rows.getLong(1)).append(": ").append(rows.getString(2))
            .append(", taken by process ").append(rows.getLong(3)).append('\n');
      }
    }
    return text.toString();
  }
}
