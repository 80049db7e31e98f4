package dev.bolt.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a Unix-domain socket. Stateless. */
public final class Peer {

  private Peer() {}

  /**
   * Whether the peer runs as a user, as the kernel knows it.
   *
   * <p>Where the system does not tell, the folder of the socket, which only its owner can enter,
   * and the token have to do.
   */
  public static boolean runsAs(SocketChannel socket, UserPrincipal user) throws IOException {
    if (!socket.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      return true;
    }
    return socket.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(user);
  }
}
