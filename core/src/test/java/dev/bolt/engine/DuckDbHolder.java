package dev.bolt.engine;

import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A process that holds a DuckDB file until it is killed. */
final class DuckDbHolder {

  private DuckDbHolder() {}

  /** Starts one, and returns once it holds the file. */
  static Process start(Path file) throws IOException {
    List<String> command = new ArrayList<>(ChildJvm.java());
    command.addAll(List.of(DuckDbHolder.class.getName(), file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("The holder of " + file + " ended: " + process);
    }
    return process;
  }

  public static void main(String[] arguments) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
      System.out.write(connection.isClosed() ? 'c' : 'h');
      System.out.flush();
      System.in.read();
    }
  }
}
