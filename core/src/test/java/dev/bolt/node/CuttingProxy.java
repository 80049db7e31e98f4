package dev.bolt.node;

import dev.bolt.DatabaseId;
import dev.bolt.election.Sidecar;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Stands between a living host and those who join it from now on, and cuts them off. The host does
 * not see that: its ends of the connections stay open, with whatever had been sent.
 */
final class CuttingProxy implements AutoCloseable {

  private final UnixDomainSocketAddress host;
  private final ServerSocketChannel door;
  private final List<SocketChannel> clients = new ArrayList<>();
  private final List<SocketChannel> hosts = new ArrayList<>();
  private final Semaphore accepted = new Semaphore(0);

  private CuttingProxy(UnixDomainSocketAddress host, ServerSocketChannel door) {
    this.host = host;
    this.door = door;
  }

  /**
   * Puts one before the host of a database: at its socket, which has the other name afterwards. The
   * name is never free, so the host does not see that either.
   */
  static CuttingProxy before(Path database, Path socket) throws Exception {
    Path name = Sidecar.open(DatabaseId.of(database)).readRecord().orElseThrow().socket();
    Files.createLink(socket, name);
    Path draft = socket.resolveSibling(socket.getFileName() + ".new");
    ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(draft));
    Files.move(draft, name, StandardCopyOption.ATOMIC_MOVE);
    CuttingProxy proxy = new CuttingProxy(UnixDomainSocketAddress.of(socket), door);
    start(proxy::accept);
    return proxy;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "test-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = door.accept();
        SocketChannel server = SocketChannel.open(host);
        synchronized (this) {
          clients.add(client);
          hosts.add(server);
        }
        accepted.release();
        start(() -> pass(client, server, false));
        start(() -> pass(server, client, true));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void pass(SocketChannel from, SocketChannel to, boolean endToo) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(bytes) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
        bytes.clear();
      }
      if (endToo) {
        to.close();
      }
    } catch (IOException cut) {
      return;
    }
  }

  /** Cuts everybody off. */
  synchronized void cut() throws IOException {
    accepted.drainPermits();
    for (SocketChannel client : clients) {
      client.close();
    }
    clients.clear();
  }

  /** Waits until somebody has connected as often as this since the cut. */
  void awaitConnections(int count) throws InterruptedException {
    accepted.acquire(count);
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
    synchronized (this) {
      for (SocketChannel server : hosts) {
        server.close();
      }
    }
  }
}
