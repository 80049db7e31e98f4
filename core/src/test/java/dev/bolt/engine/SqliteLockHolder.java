package dev.bolt.engine;

import java.io.IOException;
import java.nio.file.Path;

/** A process that takes the write lock of a file, says so, and holds it until its input ends. */
final class SqliteLockHolder {

  private SqliteLockHolder() {}

  public static void main(String[] arguments) throws Exception {
    try (SqliteFile file = SqliteFile.open(Path.of(arguments[0]));
        EngineSession session = file.session()) {
      SqliteFile.run(session, "BEGIN IMMEDIATE");
      System.out.println("held");
      waitForEndOfInput();
      session.rollback();
    }
  }

  private static void waitForEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
  }
}
