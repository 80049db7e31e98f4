package dev.bolt.client;

import dev.bolt.ErrorCode;
import dev.bolt.election.HostRecord;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Connects to the socket of a host. Stateless.
 *
 * <p>A Unix-domain connect succeeds or fails at once. It is refused when nobody listens, and then
 * the host is gone. It also fails while the kernel's queue of a host that is busy or stopped is
 * full: that host lives, so its door is knocked at again.
 */
final class HostDoor {

  private static final int MIN_PAUSE_MICROS = 1_000;
  private static final int MAX_PAUSE_MICROS = 20_000;

  private HostDoor() {}

  /**
   * Connects, in non-blocking mode, as an interrupt would close a channel that blocks.
   *
   * @param limit how long a host that lives may take no connection
   * @throws HostSilentException when it takes none for so long
   * @throws ConnectException when nobody listens
   * @throws SQLException when this process can have no more sockets
   */
  static SocketChannel connect(HostRecord record, Duration limit) throws IOException, SQLException {
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        IOException refusal;
        try {
          return attempt(record);
        } catch (ConnectException e) {
          throw e;
        } catch (IOException e) {
          // What is told apart from a full queue by its text alone is not told apart.
          refusal = e;
        }
        if (Files.notExists(record.socket())) {
          throw nobodyListens(record, refusal);
        }
        if (deadline - System.nanoTime() <= 0) {
          throw new HostSilentException(record.host(), limit, refusal);
        }
        interrupted |= pause();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SocketChannel attempt(HostRecord record) throws IOException, SQLException {
    SocketChannel socket = open(record);
    try {
      socket.configureBlocking(false);
      if (socket.connect(UnixDomainSocketAddress.of(record.socket()))) {
        return socket;
      }
      // So another JDK may report a full queue, where there is no connection to be finished.
      throw new IOException("The host takes no connection now");
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static SocketChannel open(HostRecord record) throws SQLException {
    try {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw ErrorCode.IO.exception(
          "This process cannot connect to the host of the database, "
              + record.host().describe()
              + ": "
              + e.getMessage()
              + ". It may have too many files open",
          e);
    }
  }

  private static ConnectException nobodyListens(HostRecord record, IOException cause) {
    ConnectException gone = new ConnectException("There is no socket " + record.socket());
    gone.initCause(cause);
    return gone;
  }

  // Many who found the queue full do not come again at the same time. An interrupt is kept for the
  // caller, or else no pause would pause any more.
  private static boolean pause() {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(
        1000L * ThreadLocalRandom.current().nextInt(MIN_PAUSE_MICROS, MAX_PAUSE_MICROS));
    return interrupted;
  }
}
