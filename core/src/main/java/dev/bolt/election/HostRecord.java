package dev.bolt.election;

import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a host tells those who want to join it. Immutable.
 *
 * @param host the process
 * @param epoch the number of this host among all of the database; each is larger than the last
 * @param protocolVersion the version of the protocol it speaks
 * @param engineVersion the version of its engine
 * @param options the options of the engine that it was opened with
 * @param settings what has been set for all sessions since, as statements, the oldest first
 * @param socket where it listens, or null where sockets are not to be had
 * @param token what a client has to know, in hexadecimal digits
 */
public record HostRecord(
    ProcessIdentity host,
    long epoch,
    int protocolVersion,
    String engineVersion,
    Map<String, String> options,
    List<String> settings,
    Path socket,
    String token) {

  private static final String OPTION = "option.";
  private static final String SETTING = "setting.";

  public HostRecord {
    options = Map.copyOf(options);
    settings = List.copyOf(settings);
  }

  /** The same host, which nobody can join. */
  public HostRecord withoutSocket() {
    return new HostRecord(
        host, epoch, protocolVersion, engineVersion, options, settings, null, token);
  }

  /** The same host after something has been set for all sessions. */
  public HostRecord withSettings(List<String> now) {
    return new HostRecord(host, epoch, protocolVersion, engineVersion, options, now, socket, token);
  }

  /** The record as text. */
  public String format() {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(host.pid()));
    properties.setProperty("startTime", Long.toString(host.startTime()));
    properties.setProperty("pidNamespace", Long.toString(host.namespace()));
    properties.setProperty("epoch", Long.toString(epoch));
    properties.setProperty("protocol", Integer.toString(protocolVersion));
    properties.setProperty("engineVersion", engineVersion);
    properties.setProperty("socket", socket == null ? "" : socket.toString());
    properties.setProperty("token", token);
    options.forEach((name, value) -> properties.setProperty(OPTION + name, value));
    for (int i = 0; i < settings.size(); i++) {
      properties.setProperty(SETTING + i, settings.get(i));
    }
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new IllegalStateException("A StringWriter does not fail", e);
    }
    return text.toString();
  }

  /** The record that a text holds, or empty when it holds none: an old or damaged file. */
  static Optional<HostRecord> parse(String text) {
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(text));
      String token = required(properties, "token");
      HexFormat.of().parseHex(token);
      String socket = required(properties, "socket");
      Map<String, String> options = new TreeMap<>();
      for (String name : properties.stringPropertyNames()) {
        if (name.startsWith(OPTION)) {
          options.put(name.substring(OPTION.length()), properties.getProperty(name));
        }
      }
      return Optional.of(
          new HostRecord(
              new ProcessIdentity(
                  number(properties, "pid"),
                  number(properties, "startTime"),
                  number(properties, "pidNamespace")),
              number(properties, "epoch"),
              (int) number(properties, "protocol"),
              required(properties, "engineVersion"),
              options,
              settings(properties),
              socket.isEmpty() ? null : Path.of(socket),
              token));
    } catch (IOException | IllegalArgumentException e) {
      // A path or number that is none is among these: rubbish is no record.
      return Optional.empty();
    }
  }

  // Numbered, as their order counts and properties have none.
  private static List<String> settings(Properties properties) {
    List<String> settings = new ArrayList<>();
    String next = properties.getProperty(SETTING + 0);
    while (next != null) {
      settings.add(next);
      next = properties.getProperty(SETTING + settings.size());
    }
    return settings;
  }

  private static long number(Properties properties, String name) {
    return Long.parseLong(required(properties, name));
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing from the host record");
    }
    return value;
  }
}
