package dev.bolt.gate;

import dev.bolt.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with gates that does what its input says, one word a line: {@code enter} (and answers
 * {@code inside}), {@code leave}, {@code wait} (goes in on another thread, answers {@code waiting}
 * at once and {@code inside} when it is), {@code count N} (all gates go in N times each).
 */
final class GateChild {

  private static final Duration LONG = Duration.ofSeconds(50);

  private final List<WriteGate> gates = new ArrayList<>();
  private final Path folder;
  private volatile Pass pass;

  private GateChild(Path folder) {
    this.folder = folder;
  }

  /** Starts one with some gates; each has a slot, as if it were a process of its own. */
  static ChildJvm start(Path folder, int gates) throws IOException {
    return ChildJvm.start(GateChild.class, folder.toString(), Integer.toString(gates));
  }

  public static void main(String[] arguments) throws Exception {
    GateChild child = new GateChild(Path.of(arguments[0]));
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      child.gates.add(WriteGate.open(child.folder, GateProcessTest.ONLY_WHAT_IS_TESTED));
    }
    say("open");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      child.run(line);
    }
    System.exit(0);
  }

  private void run(String line) throws Exception {
    switch (line) {
      case "enter" -> {
        pass = gates.get(0).enter(LONG);
        say("inside");
      }
      case "leave" -> {
        pass.leave();
        say("outside");
      }
      case "wait" -> {
        for (WriteGate gate : gates) {
          waitAt(gate);
        }
        while (gates.size() > waiting(GateFileOpening.open(folder))) {
          Thread.onSpinWait();
        }
        say("waiting");
      }
      default -> count(Integer.parseInt(line.substring("count ".length())));
    }
  }

  private void waitAt(WriteGate gate) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pass = gate.enter(LONG);
                say("inside");
              } catch (Exception e) {
                say(e.toString());
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** How many slots have a ticket whose process is this one. */
  private static int waiting(GateFile file) {
    int waiting = 0;
    for (int slot = 0; slot < GateFile.SLOTS; slot++) {
      if (file.ticket(slot) != 0 && file.process(slot).pid() == ProcessHandle.current().pid()) {
        waiting++;
      }
    }
    return waiting;
  }

  private void count(int times) throws Exception {
    SharedCount count = SharedCount.of(folder);
    List<Thread> threads = new ArrayList<>();
    for (WriteGate gate : gates) {
      Thread thread = new Thread(() -> count.raise(gate, times));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    say("counted");
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
