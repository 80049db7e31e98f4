package dev.bolt.client;

import dev.bolt.os.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;

/** The host lives, or at least its socket is open, but it does not answer. */
final class HostSilentException extends IOException {

  private static final long serialVersionUID = 1L;

  HostSilentException(ProcessIdentity host, Duration timeout) {
    this(host, timeout, null);
  }

  HostSilentException(ProcessIdentity host, Duration timeout, Throwable cause) {
    super(
        "The host of the database, "
            + host.describe()
            + ", has not answered for "
            + timeout.toMillis() / 1000.0
            + " s. It is not replaced while it may come back; resume it, or end it to let another"
            + " process take over",
        cause);
  }
}
