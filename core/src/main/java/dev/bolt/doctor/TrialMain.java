package dev.bolt.doctor;

import dev.bolt.election.KernelLock;
import dev.bolt.election.LockThread;
import dev.bolt.election.SharedMemory;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The process that takes part in a {@link SharingTest}. It does what the lines of its input say,
 * answers each, and ends with its input.
 *
 * <pre>
 *   lock FILE      locked, or taken                unlock         unlocked
 *   add N FILE     added, when a number in shared memory is larger by N
 *   listen SOCKET  listening                       accept         heard, when somebody has knocked
 *   knock SOCKET   knocked
 *   open URL       open                            close          closed
 *   run SQL        done                            ask SQL        the first value
 * </pre>
 *
 * <p>What fails is answered with the reason. Confined to one thread.
 */
public final class TrialMain {

  /** Begins each answer, before the number of its line, as engines may print something too. */
  static final String ANSWER = "bolt> ";

  /** The length of the file that is mapped. */
  static final int SHARED_BYTES = 4096;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final byte KNOCK = 42;

  private KernelLock lock;
  private ServerSocketChannel listening;
  private Connection connection;

  private TrialMain() {}

  /** Runs the process; there are no arguments. */
  public static void main(String[] arguments) throws IOException {
    TrialMain trial = new TrialMain();
    long number = 0;
    try (OutputStream out = new FileOutputStream(FileDescriptor.out);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        String text = trial.answer(line).replaceAll("\\s*\\R\\s*", " ");
        String answer = ANSWER + number + " " + text + "\n";
        out.write(answer.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
    System.exit(0);
  }

  private String answer(String line) {
    int space = line.indexOf(' ');
    String command = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1);
    try {
      return switch (command) {
        case "lock" -> lock(Path.of(rest));
        case "unlock" -> unlock();
        case "add" -> add(rest);
        case "listen" -> listen(Path.of(rest));
        case "accept" -> accept();
        case "knock" -> knock(Path.of(rest));
        case "open" -> open(rest);
        case "close" -> close();
        case "run" -> run(rest);
        case "ask" -> ask(rest);
        default -> "unknown: " + line;
      };
    } catch (IOException | SQLException | RuntimeException e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  private String lock(Path file) throws IOException {
    Optional<KernelLock> taken = KernelLock.tryAcquire(file);
    lock = taken.orElse(lock);
    return taken.isPresent() ? "locked" : "taken";
  }

  private String unlock() throws IOException {
    lock.close();
    return "unlocked";
  }

  private static String add(String numberAndFile) throws IOException {
    int space = numberAndFile.indexOf(' ');
    int times = Integer.parseInt(numberAndFile.substring(0, space));
    Path file = Path.of(numberAndFile.substring(space + 1));
    ByteBuffer shared = LockThread.call(() -> SharedMemory.map(file, SHARED_BYTES));
    for (int i = 0; i < times; i++) {
      LONGS.getAndAdd(shared, 0, 1L);
    }
    return "added";
  }

  /** The number in shared memory. */
  static long sum(ByteBuffer shared) {
    return (long) LONGS.getVolatile(shared, 0);
  }

  private String listen(Path socket) throws IOException {
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    return "listening";
  }

  private String accept() throws IOException {
    try (ServerSocketChannel server = listening;
        SocketChannel peer = server.accept()) {
      ByteBuffer heard = ByteBuffer.allocate(1);
      return peer.read(heard) == 1 && heard.get(0) == KNOCK ? "heard" : "heard something else";
    }
  }

  private static String knock(Path socket) throws IOException {
    try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      peer.write(ByteBuffer.wrap(new byte[] {KNOCK}));
      return "knocked";
    }
  }

  private String open(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    return "open";
  }

  private String close() throws SQLException {
    connection.close();
    return "closed";
  }

  private String run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "done";
    }
  }

  private String ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
