package dev.bolt.engine;

import dev.bolt.DatabaseId;
import dev.bolt.election.KernelLock;
import dev.bolt.election.Sidecar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A process that opens each file whose name it reads from standard input, adds a row, closes it and
 * answers with a line.
 */
final class SqliteOpener {

  private SqliteOpener() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      System.out.println(answer(Path.of(name)));
    }
  }

  private static String answer(Path file) throws IOException {
    try {
      DatabaseId database = DatabaseId.of(file);
      Path lock = Sidecar.open(database).walLock();
      try (SqliteEngine engine =
              SqliteEngine.open(
                  database,
                  Map.of(),
                  false,
                  Duration.ofSeconds(30),
                  () -> KernelLock.tryAcquire(lock).map(held -> held::close),
                  SqliteFile.NO_GATES,
                  SqliteFile.NO_SYNCS);
          EngineSession session = engine.openSession(SessionContext.ofThisProcess())) {
        SqliteFile.run(session, "CREATE TABLE IF NOT EXISTS t (i INTEGER)");
        SqliteFile.run(session, "INSERT INTO t VALUES (1)");
        return engine.journalMode();
      }
    } catch (SQLException e) {
      return e.toString().replace('\n', ' ');
    }
  }
}
