package dev.bolt.cli;

import dev.bolt.config.BoltUrl;
import dev.bolt.node.CurrentHost;
import dev.bolt.node.Nodes;
import dev.bolt.os.ProcessIdentity;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Tells which process hosts a database. Stateless. */
final class HostLookup {

  private HostLookup() {}

  /** The PID of the host behind a URL, whenever it is asked for; empty where there is none. */
  static Supplier<OptionalLong> of(String url) {
    return BoltUrl.accepts(url) ? () -> find(url) : OptionalLong::empty;
  }

  private static OptionalLong find(String url) {
    try {
      BoltUrl parsed = BoltUrl.parse(url, null);
      if (parsed.isPassThrough()) {
        return OptionalLong.empty();
      }
      Optional<ProcessIdentity> host = CurrentHost.of(Nodes.resolve(parsed.file()));
      return host.map(ProcessIdentity::pid).map(OptionalLong::of).orElse(OptionalLong.empty());
    } catch (SQLException e) {
      // Who may not know the host cannot kill it either.
      return OptionalLong.empty();
    }
  }
}
