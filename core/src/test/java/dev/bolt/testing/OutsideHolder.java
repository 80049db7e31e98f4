package dev.bolt.testing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;

/** A program outside Bolt that has a database open with the engine's own driver. */
public final class OutsideHolder {

  private OutsideHolder() {}

  /** Starts one; it has the file when its first line comes. */
  public static ChildJvm start(String url) throws IOException {
    return ChildJvm.start(OutsideHolder.class, url);
  }

  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      System.out.println(connection.isClosed() ? "closed" : "open");
      while (System.in.read() >= 0) {
        // Until the parent is done.
      }
    }
  }
}
