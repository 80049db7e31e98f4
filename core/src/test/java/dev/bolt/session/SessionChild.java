package dev.bolt.session;

import dev.bolt.EngineKind;
import dev.bolt.database.DatabaseConfig;
import dev.bolt.lock.LockMode;
import dev.bolt.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process with a session that is in a transaction and has a lock until its input ends. It says
 * {@code open} before that and {@code inside} in it; each line it hears lets it go on.
 */
final class SessionChild {

  private SessionChild() {}

  static ChildJvm start(Path database, EngineKind engine) throws IOException {
    return ChildJvm.start(SessionChild.class, database.toString(), engine.name());
  }

  public static void main(String[] arguments) throws Exception {
    SessionConfig config =
        SessionConfig.defaults()
            .withDatabase(DatabaseConfig.defaults().withEngine(EngineKind.valueOf(arguments[1])));
    try (SessionManager sessions = SessionManager.open(Path.of(arguments[0]), config);
        DatabaseSession session = sessions.open("dying")) {
      session.execute("CREATE TABLE IF NOT EXISTS notes (id BIGINT PRIMARY KEY, body VARCHAR)");
      System.out.println("open");
      awaitLine();
      session.lock("reindex", LockMode.EXCLUSIVE);
      session.transaction(
          tx -> {
            tx.execute("INSERT INTO notes VALUES (1, 'child')");
            System.out.println("inside");
            awaitLine();
            return 1;
          });
    }
  }

  private static void awaitLine() throws IOException {
    int read = System.in.read();
    while (read >= 0 && read != '\n') {
      read = System.in.read();
    }
  }
}
