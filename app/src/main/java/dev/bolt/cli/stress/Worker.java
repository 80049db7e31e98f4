package dev.bolt.cli.stress;

import dev.bolt.cli.history.HistoryFolder;
import dev.bolt.cli.workload.ListClient;
import dev.bolt.cli.workload.Tables;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The clients of one process. Its methods are called by the thread that reads the parent's
 * commands.
 */
final class Worker {

  private static final long REPORT_INTERVAL_MILLIS = 250;

  private final WorkerSpec spec;
  private final Consumer<WorkerMessage> parent;
  private final Progress progress;
  private final HistoryFolder histories;
  private final Recorders recorders;
  private final List<ClientConnection> connections = new ArrayList<>();
  private volatile boolean done;

  Worker(WorkerSpec spec, Consumer<WorkerMessage> parent) throws IOException {
    this.spec = spec;
    this.parent = parent;
    progress = Progress.open(spec.folder().progress());
    histories = spec.folder().histories(progress.clients());
    recorders = new Recorders(spec.workload().kinds());
  }

  /** Creates the tables, and stays connected, so that the others join this process. */
  void prepare() throws SQLException {
    ClientConnection first = connect(0);
    try (Connection connection = DriverManager.getConnection(spec.url())) {
      Tables.create(connection);
      first.open();
    }
    parent.accept(new WorkerMessage.Prepared());
  }

  /** Opens a connection for each client. */
  void open() throws SQLException {
    for (int i = connections.size(); i < spec.threads(); i++) {
      connect(i).open();
    }
    parent.accept(new WorkerMessage.Ready());
  }

  private ClientConnection connect(int index) {
    int client = spec.firstClient() + index;
    ListClient lists = new ListClient(histories.of(client), progress::totalFinished);
    ClientConnection connection = new ClientConnection(spec.url(), spec.workload(), client, lists);
    connections.add(connection);
    return connection;
  }

  /** Lets the clients work through the window; returns at once. */
  void go(Window window) {
    List<Thread> threads = new ArrayList<>();
    for (ClientConnection connection : connections) {
      ClientLoop loop =
          new ClientLoop(spec.workload(), connection, progress, recorders, parent, window);
      Thread thread = new Thread(loop, "stress-client-" + connection.client());
      thread.start();
      threads.add(thread);
    }
    new Thread(() -> report(threads), "stress-report").start();
  }

  /** Whether all clients have ended and closed. */
  boolean isDone() {
    return done;
  }

  private void report(List<Thread> clients) {
    try {
      for (Thread client : clients) {
        while (client.isAlive()) {
          TimeUnit.MILLISECONDS.timedJoin(client, REPORT_INTERVAL_MILLIS);
          recorders.flush(parent);
        }
      }
      recorders.flush(parent);
      for (ClientConnection connection : connections) {
        connection.end();
      }
      done = true;
      parent.accept(new WorkerMessage.Done());
    } catch (InterruptedException | SQLException | IOException e) {
      parent.accept(new WorkerMessage.Failed(e.toString()));
    }
  }
}
