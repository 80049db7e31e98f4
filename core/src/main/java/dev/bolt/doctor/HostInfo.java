package dev.bolt.doctor;

import dev.bolt.client.HostAnswer;
import dev.bolt.election.HostRecord;
import dev.bolt.os.ProcessInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The host of a database. Immutable.
 *
 * @param process the process
 * @param published what it has published; empty while it opens or closes the file
 * @param answer what came of the question what it does now
 */
public record HostInfo(ProcessInfo process, Optional<Published> published, HostAnswer answer) {

  /**
   * What a host has published, without the secret in it.
   *
   * @param epoch the number of this host among all of the database
   * @param protocolVersion the version of the protocol it speaks
   * @param engineVersion the version of its engine
   * @param options the options its engine was opened with; what may be a secret is hidden
   * @param settings what was set for all sessions since, the oldest first; the same
   * @param socket where it listens; empty where it could have no socket
   */
  public record Published(
      long epoch,
      int protocolVersion,
      String engineVersion,
      Map<String, String> options,
      List<String> settings,
      Optional<Path> socket) {

    static Published of(HostRecord record) {
      Map<String, String> options = new TreeMap<>();
      record.options().forEach((name, value) -> options.put(name, Secrets.hide(name, value)));
      return new Published(
          record.epoch(),
          record.protocolVersion(),
          record.engineVersion(),
          options,
          record.settings().stream().map(Secrets::hide).toList(),
          Optional.ofNullable(record.socket()));
    }
  }
}
