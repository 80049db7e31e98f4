package dev.bolt.engine;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a session brings from its client, so that it behaves in the host as it would at home.
 *
 * @param zone the client's time zone
 * @param workingDirectory the client's working directory, in which relative file names are looked
 *     up
 * @param settings settings of the engine that apply to this session alone, by name
 */
public record SessionContext(ZoneId zone, Path workingDirectory, Map<String, String> settings) {
  public SessionContext {
    settings = Map.copyOf(settings);
  }

  /** The context of this process. */
  public static SessionContext ofThisProcess() {
    return new SessionContext(ZoneId.systemDefault(), Path.of("").toAbsolutePath(), Map.of());
  }
}
